import { stringBytes } from './primitive-bytes.js';

/** Bytes of a URL without its text: the object and the context that it keeps private. */
const URL_ALONE = 232;

// oxlint-disable-next-line typescript/unbound-method -- only used through call()
const href = Object.getOwnPropertyDescriptor(URL.prototype, 'href')?.get as () => string;

/** Bytes of a URL with its text. */
export function urlBytes(url: URL): number {
  return URL_ALONE + stringBytes(href.call(url));
}
