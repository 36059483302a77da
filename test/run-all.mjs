// Runs everything that has to hold and ends with a line that counts it: `N passed, N failed`. What takes longest begins first, so that
// two cores are busy to the end.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runJobs } from './run-jobs.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'nestjs-cache-memory-'));
const bin = (name) => join('node_modules', '.bin', name);
const node = (...args) => [process.execPath, ...args];

const build = { title: 'build', command: [bin('tsc'), '-b', 'src/tsconfig.app.json', 'examples'] };
const pack = { title: 'packages', command: node('tools/pack.mjs') };
const checks = [
  { title: 'types of the tests', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { title: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
  { title: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  { title: 'documentation of all exports', command: [bin('typedoc'), '--emit', 'none'] },
  {
    title: 'documentation of all exports of the result store',
    command: [bin('typedoc'), '--options', 'typedoc.results.config.mjs', '--emit', 'none'],
  },
];

const jestResults = join(scratch, 'jest.json');
const jest = {
  title: 'jest',
  command: node(
    '--expose-gc',
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--maxWorkers=2',
    '--json',
    `--outputFile=${jestResults}`,
    '--silent=false',
  ),
  count: () => {
    if (!existsSync(jestResults)) return { passed: 0, failed: 1, skipped: 0 };
    const result = JSON.parse(readFileSync(jestResults, 'utf8'));
    const { numPassedTests: passed, numPendingTests: skipped } = result;
    return { passed, skipped, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
  },
};

/** A file of tests with real processes, memory, servers or packages. */
function native(name) {
  const tap = join(scratch, `${name}.tap`);
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap'];
  return {
    title: name,
    command: node('--expose-gc', ...reporters, `--test-reporter-destination=${tap}`, `test/native/${name}.test.mjs`),
    count: () => {
      const text = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
      const number = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
      return { passed: number('pass'), failed: number('fail') + number('cancelled'), skipped: number('skipped') };
    },
  };
}

/** What fills its heap for real runs two scenarios at a time by itself. */
const ALONE = new Set(['governor']);
/** The other files that take longest, the longest first. */
const LONGEST = ['matrix', 'packed-library', 'nest-11', 'dashboard', 'management', 'simulate', 'ten-runs', 'pressure'];
const others = readdirSync('test/native')
  .filter((name) => name.endsWith('.test.mjs'))
  .map((name) => name.replace('.test.mjs', ''))
  .filter((name) => !ALONE.has(name) && !LONGEST.includes(name));

const stages = [
  { jobs: [build], atATime: 1 },
  { jobs: [pack], atATime: 1 },
  { jobs: [jest], atATime: 1 },
  { jobs: [...ALONE].map(native), atATime: 1 },
  // Three on two cores, since most of them wait now and then: for a server, a browser, the registry or a time-out.
  { jobs: [...LONGEST.map(native), ...others.map(native), ...checks], atATime: 3 },
];
const totals = { passed: 0, failed: 0, skipped: 0 };
const startedAt = performance.now();
for (const { jobs, atATime } of stages) {
  if (jobs.includes(jest)) process.env.ARE_LIBRARIES_PACKED = 'true'; // once for all that follow
  const counted = await runJobs(jobs, atATime);
  for (const name of Object.keys(totals)) totals[name] += counted[name];
  if (jobs.includes(build) && counted.failed > 0) break; // nothing below would say more
}

rmSync(scratch, { recursive: true, force: true });
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
const { passed, failed, skipped } = totals;
console.log(`\nin ${minutes} minutes\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
