// Heap bytes per entry, keys and values small integers: npm run bench:memory -- [--quick] [--only NAME,NAME]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { textTable } from '../support/text-table.mjs';
import { contestants } from './contestants.mjs';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const COUNT = options.quick ? 100_000 : 1_000_000;
const TTL_MS = 3_600_000;
const fillOne = fileURLToPath(new URL('fill-one.mjs', import.meta.url));

const names = options.only?.split(',');
const rows = contestants
  .filter(({ name }) => !names || names.includes(name))
  .map(({ name, withoutTtl }) => [name, bytesPerEntry(name), withoutTtl ? '-' : bytesPerEntry(name, TTL_MS)]);
console.log(`Heap bytes per entry at ${COUNT.toLocaleString('en')} entries, keys and values small integers\n`);
console.log(textTable([['', 'without ttl', 'with ttl'], ...rows]));
console.log(`\nNode ${process.version}; cacheable and bentocache take texts for keys, which count as theirs.`);

/** Each in its own process, so that nobody's garbage is another's. */
function bytesPerEntry(name, ttlMs) {
  const flags = ['--expose-gc', '--max-old-space-size=4096'];
  const numbers = [COUNT, ttlMs].filter((number) => number !== undefined).map(String);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, fillOne, name, ...numbers], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    console.error(`${name}: ${stderr.trim().split('\n').at(-1)}`);
    return 'failed';
  }
  return Number(stdout).toFixed(1);
}
