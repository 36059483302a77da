const base = document.querySelector('meta[name=endpoints]').content;

/** The address of an endpoint. */
export function endpoint(path = '') {
  return path === '' ? base : `${base}/${path}`;
}

/** What an endpoint answers. Throws an error with its reason where it refuses. */
export async function ask(path, method = 'GET', body) {
  const options = { method, headers: { accept: 'application/json' } };
  if (body !== undefined) {
    options.headers['content-type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(endpoint(path), options);
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(result.message ?? `${answer.status} ${answer.statusText}`);
  return result;
}
