export type { DuckDbOptions } from './duckdb-options.js';
export { openDuckDb } from './open-duckdb.js';
export type { ResultDatabase, SqlParameters, SqlRow } from './result-database.js';
