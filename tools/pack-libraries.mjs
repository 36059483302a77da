import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packLibrary } from './pack-library.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Packs every library into `dist/packages` and answers their folders by name; they have to be built before. Where the environment says
 * that they are packed (`ARE_LIBRARIES_PACKED`, by `npm test`), nothing is written, so that tests may share them.
 */
export async function packLibraries() {
  const packed = new Map();
  for (const folder of ['cache-memory', 'result-store']) {
    const library = join(root, 'libs', folder);
    const { name } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
    const to = join(root, 'dist/packages', name);
    if (process.env.ARE_LIBRARIES_PACKED !== 'true') await packLibrary(library, to);
    packed.set(name, to);
  }
  return packed;
}
