import { crc32 } from 'node:zlib';

const SEAL = /,"checksum":(\d+)\}$/;

/** The text of an object with a checksum (CRC-32) as its last field. */
export function sealJson(text: string): string {
  return `${text.slice(0, -1)},"checksum":${crc32(text)}}`;
}

/** The text as it was before it was sealed. Throws `SyntaxError` where it is not what was sealed. */
export function unsealJson(sealed: string): string {
  const found = SEAL.exec(sealed);
  const text = found ? `${sealed.slice(0, found.index)}}` : '';
  if (found && crc32(text) === Number(found[1])) return text;
  throw new SyntaxError(found ? 'a checksum that its contents do not have' : 'no checksum at its end');
}
