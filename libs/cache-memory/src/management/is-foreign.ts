/** What headers of a request are looked at. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Whether a browser says that the page of another site sends a request. Over plain HTTP it says so only by `Origin`, which is then
 * compared with the host that was asked, also of a proxy before the application: no page can make up what that forwards. What is no
 * browser says nothing of the kind.
 */
export function isForeign(headers: RequestHeaders): boolean {
  const { origin, host = headers[':authority'] } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'cross-site';
  if (origin === undefined) return false;
  const forwarded = String(headers['x-forwarded-host'] ?? '').split(',');
  return ![String(host), ...forwarded].some((each) => isOriginOf(String(origin), each.trim()));
}

function isOriginOf(origin: string, host: string): boolean {
  try {
    const own = new URL(origin);
    return new URL(`${own.protocol}//${host}`).host === own.host;
  } catch {
    return false; // such as `null`, of a page that has no origin
  }
}
