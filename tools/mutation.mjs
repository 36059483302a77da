// Changes the sources, a little at a time, and sees whether a test notices. `npm run mutation -- pressure engine/options`, or
// `npm run mutation -- pressure/plan-relief.ts --concurrency 1`: what begins with a dash, and what follows, goes to Stryker.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const args = process.argv.slice(2);
const dash = args.findIndex((arg) => arg.startsWith('-'));
const [places, rest] = dash === -1 ? [args, []] : [args.slice(0, dash), args.slice(dash)];
const source = 'libs/cache-memory/src';

const specsIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));

const chosen = (places.length > 0 ? places : ['engine', 'pressure']).map((place) => join(source, place));
const mutate = chosen.flatMap((path) => {
  if (!existsSync(path)) throw new Error(`${path}: no such file or folder`);
  return statSync(path).isDirectory() ? [`${path}/**/*.ts`, `!${path}/**/*.spec.ts`] : [path];
});

/** The tests that have to notice: those of the folder, with the contracts of its ports, not of what stands around it. */
const tests = chosen.flatMap((path) => {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const isOfEviction = [`${source}/engine`, `${source}/engine/eviction`].includes(folder);
  return specsIn(folder).concat(isOfEviction ? ['libs/cache-memory/test/contracts/eviction-policies.spec.ts'] : []);
});

const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js';
const { status } = spawnSync(process.execPath, [stryker, 'run', '--mutate', mutate.join(','), ...rest], {
  stdio: 'inherit',
  env: {
    ...process.env,
    MUTATION_TESTS: [...new Set(tests)].join(' '),
    MUTATION_DURATIONS: join(process.cwd(), 'coverage/test-durations.json'),
  },
});
process.exitCode = status ?? 1;
