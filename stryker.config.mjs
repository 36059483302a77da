/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  plugins: ['./tools/mutation/in-process-runner.mjs'],
  testRunner: 'in-process',
  testRunnerNodeArgs: ['--expose-gc'],
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: 'coverage/mutation.json',
  tempDirName: 'coverage/mutation',
  ignorePatterns: ['**', '!libs/cache-memory/src/**', '!libs/cache-memory/test/**'],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, allowEmojis: false },
  disableTypeChecks: false, // esbuild strips types without looking at them
  timeoutMS: 15_000, // a busy machine is no endless loop
  timeoutFactor: 4,
  dryRunTimeoutMinutes: 30,
  maxTestRunnerReuse: 300, // a test that a mutant left hanging is forgotten in the end
};
