import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sizesByKey } from './log-normal.mjs';

/** The traces of a folder, in the order of its manifest; the format is described in README.md. */
export function readTraceFolder(folder) {
  const { traces } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return traces.map(({ name, kind, sizes, keysOf }) => ({
    name,
    kind,
    isSized: sizes !== 'no',
    load() {
      const keys = readNumbers(join(folder, `${keysOf ?? name}.keys.gz`));
      if (sizes === 'no') return { keys };
      const unique = countUnique(keys);
      if (sizes === 'synthetic') return { keys, sizes: sizesByKey(unique) };
      // A value of no bytes weighs one, so that bytes per entry stay a number.
      return {
        keys,
        sizes: Float64Array.from(readNumbers(join(folder, `${name}.sizes.gz`)), (size) => Math.max(1, size)),
      };
    },
  }));
}

/** How many keys there are: ids are dense, in order of first appearance. */
export function countUnique(keys) {
  let unique = 0;
  for (const key of keys) if (key >= unique) unique = key + 1;
  return unique;
}

function readNumbers(file) {
  const bytes = gunzipSync(readFileSync(file));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getUint32(index * 4, true));
}
