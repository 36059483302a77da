import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { assets } from '../assets.js';

/** A number that changes with every source of a model and with the compiler: what was compiled from others is not used again. */
export function sourcesFingerprint(): number {
  const folder = new URL('models/', assets);
  const hash = createHash('sha256');
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json') as { readonly version: string };
  hash.update(version);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.as.ts'));
  for (const name of names.sort()) hash.update(name).update(readFileSync(new URL(name, folder)));
  return hash.digest().readUIntBE(0, 6);
}
