// Changes the sources, a little at a time, and sees whether a test notices. `npm run mutation -- pressure engine/options`, or
// `npm run mutation -- pressure/plan-relief.ts --concurrency 1`: what begins with a dash, and what follows, goes to Stryker.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const args = process.argv.slice(2);
const dash = args.findIndex((arg) => arg.startsWith('-'));
const [places, rest] = dash === -1 ? [args, []] : [args.slice(0, dash), args.slice(dash)];
const source = 'libs/cache-memory/src';

const chosen = (places.length > 0 ? places : ['engine', 'pressure']).map((place) => join(source, place));
const mutate = chosen.flatMap((path) => {
  if (!existsSync(path)) throw new Error(`${path}: no such file or folder`);
  return statSync(path).isDirectory() ? [`${path}/**/*.ts`, `!${path}/**/*.spec.ts`] : [path];
});

const specsIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));

/** The tests that have to notice: those of the floor, and the contracts of its ports; not of what stands above it. */
const TESTS = {
  engine: [...specsIn(`${source}/engine`), 'libs/cache-memory/test/contracts/eviction-policies.spec.ts'],
  pressure: specsIn(`${source}/pressure`),
};
const tests = Object.keys(TESTS)
  .filter((floor) => chosen.some((path) => `${path}/`.startsWith(`${source}/${floor}/`)))
  .flatMap((floor) => TESTS[floor]);

const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js';
const { status } = spawnSync(process.execPath, [stryker, 'run', '--mutate', mutate.join(','), ...rest], {
  stdio: 'inherit',
  env: {
    ...process.env,
    MUTATION_TESTS: tests.join(' '),
    MUTATION_DURATIONS: join(process.cwd(), 'coverage/test-durations.json'),
  },
});
process.exitCode = status ?? 1;
