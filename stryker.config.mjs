import jest from './jest.config.mjs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--expose-gc', '--disable-warning=ExperimentalWarning'],
  jest: { config: { ...jest, testMatch: (process.env.MUTATION_TESTS ?? '').split(' ') }, enableFindRelatedTests: true },
  coverageAnalysis: 'off', // Jest runs ES modules, in which Stryker cannot see what a test covers
  incremental: true,
  incrementalFile: 'coverage/mutation.json',
  tempDirName: 'coverage/mutation',
  ignorePatterns: ['dist', 'libs/*/dist', 'docs', 'bench', 'coverage'],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, allowEmojis: false },
  disableTypeChecks: false, // swc strips types without looking at them
  timeoutMS: 120_000, // a busy machine is no endless loop
};
