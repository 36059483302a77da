/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testTimeout: 60_000, // what is asserted are states, never times: a slow machine is no failure
  workerIdleMemoryLimit: '400MB', // a worker keeps what its modules were; collections in a large heap slow every test down
  testMatch: [
    '<rootDir>/src/**/*.spec.ts',
    '<rootDir>/libs/*/src/**/*.spec.ts',
    '<rootDir>/libs/*/test/**/*.spec.ts',
    '<rootDir>/test/**/*.spec.ts',
    '<rootDir>/test/**/*.e2e-spec.ts',
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/libs/[^/]+/dist'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^nestjs-cache-memory$': '<rootDir>/libs/cache-memory/src/index.ts',
    '^nestjs-cache-memory/terminus$': '<rootDir>/libs/cache-memory/src/health/index.ts',
    '^nestjs-cache-memory/([a-z-]+)$': '<rootDir>/libs/cache-memory/src/$1/index.ts',
    '^nestjs-result-store$': '<rootDir>/libs/result-store/src/index.ts',
    '^nestjs-result-store/([a-z-]+)$': '<rootDir>/libs/result-store/src/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
