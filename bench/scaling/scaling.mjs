// Cost of one operation as the cache grows, against a bare Map: npm run bench:scaling -- [--quick] [--only lru,hybrid] [--rounds 3]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../support/statistics.mjs';
import { textTable } from '../support/text-table.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'lru,hybrid' },
    rounds: { type: 'string', default: '3' },
  },
});
const SIZES = options.quick ? [1e3, 1e4, 1e5, 1e6] : [1e3, 1e4, 1e5, 1e6, 1e7];
const measureOne = fileURLToPath(new URL('measure-one.mjs', import.meta.url));
const names = ['Map', ...options.only.split(',')];

const rounds = Number(options.rounds);

const runs = [];
for (let round = 0; round < rounds; round++) {
  for (const size of SIZES) for (const name of names) runs.push({ size, name, ...measured(name, size) });
}

for (const operation of ['get', 'set']) {
  const of = (size, name) => {
    const same = runs.filter((run) => run.size === size && run.name === name);
    return median(same.map((run) => run[operation]));
  };
  const rows = SIZES.map((size) => [
    size.toLocaleString('en'),
    ...names.map((name) => `${of(size, name).toFixed(0)} (${(of(size, name) / of(SIZES[0], name)).toFixed(1)})`),
  ]);
  const what = operation === 'get' ? 'a hit at random' : 'a new key into the full cache';
  console.log(
    `${operation}, ${what}: ns of processor time, medians of ${rounds} processes in turn; in brackets, times what it costs at ${SIZES[0]}\n`,
  );
  console.log(textTable([['entries', ...names], ...rows]), '\n');
}
console.log(`Keys are whole numbers; a Map deletes its eldest key for each new one. Node ${process.version}`);

/** Each in its own process, so that nobody's garbage is another's. */
function measured(name, size) {
  const args = ['--expose-gc', '--max-old-space-size=4096', measureOne, name, String(size)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} with ${size} entries: ${stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(stdout);
}
