import { ResultStoreError } from '../results/errors.js';

/** Loads DuckDB, which is an optional peer. Throws `DUCKDB_MISSING` where it is not installed or cannot be loaded. */
export async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    throw new ResultStoreError(
      'DUCKDB_MISSING',
      {
        subject: 'nestjs-result-store/duckdb',
        expected: 'the package @duckdb/node-api',
        found: (error as Error).message,
        remedy: 'npm install @duckdb/node-api',
      },
      { cause: error },
    );
  }
}
