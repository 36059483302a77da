// Runs everything that has to hold, one after the other, and ends with a line that counts it: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = (name) => join('node_modules', '.bin', name);
const scratch = mkdtempSync(join(tmpdir(), 'nestjs-cache-memory-'));
const totals = { passed: 0, failed: 0, skipped: 0 };

function run(title, command, args) {
  console.log(`\n== ${title}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** A command that holds or does not. */
function check(title, command, ...args) {
  const holds = run(title, command, args);
  totals[holds ? 'passed' : 'failed']++;
  return holds;
}

/** A test runner that says itself how many tests passed and failed; a crash that no test shows counts as one failure. */
function suite(title, command, args, count) {
  const holds = run(title, command, args);
  const { passed, failed, skipped } = count();
  totals.passed += passed;
  totals.skipped += skipped;
  totals.failed += holds ? failed : Math.max(failed, 1);
}

function countJest(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests,
  };
}

function countTap(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const number = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { passed: number('pass'), failed: number('fail') + number('cancelled'), skipped: number('skipped') };
}

const jestResults = join(scratch, 'jest.json');
/** What fills memory for real, or writes the packages, runs by itself; the rest two at a time. */
const RUNS_ALONE = /governor|pressure|soak|result|tenants|front-door|matrix|nest-11|packed|release/;
const nativeTests = readdirSync('test/native').filter((name) => name.endsWith('.test.mjs'));

function native(title, names, concurrency) {
  const tapResults = join(scratch, `native-${concurrency}.tap`);
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap'];
  const files = names.map((name) => join('test/native', name));
  suite(
    `native: ${title}`,
    process.execPath,
    [
      '--expose-gc',
      '--test',
      `--test-concurrency=${concurrency}`,
      ...reporters,
      `--test-reporter-destination=${tapResults}`,
      ...files,
    ],
    () => countTap(tapResults),
  );
}

if (check('build', bin('tsc'), '-b', 'src/tsconfig.app.json', 'examples')) {
  check('types of the tests', bin('tsc'), '-p', 'tsconfig.json');
  check('lint', bin('oxlint'), '--type-aware', '--deny-warnings');
  check('format', bin('prettier'), '--check', '--log-level', 'warn', '.');
  check('documentation of all exports', bin('typedoc'), '--emit', 'none');
  check(
    'documentation of all exports of the result store',
    bin('typedoc'),
    '--options',
    'typedoc.results.config.mjs',
    '--emit',
    'none',
  );
  suite(
    'jest',
    process.execPath,
    [
      '--expose-gc',
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--maxWorkers=2',
      '--json',
      `--outputFile=${jestResults}`,
      '--silent=false',
    ],
    () => countJest(jestResults),
  );
  const [alone, others] = [true, false].map((isAlone) =>
    nativeTests.filter((name) => RUNS_ALONE.test(name) === isAlone),
  );
  native('real processes and servers', others, 2);
  native('real memory and packages', alone, 1);
}

rmSync(scratch, { recursive: true, force: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}`);
process.exitCode = totals.failed === 0 ? 0 : 1;
