import type { Cell } from '../results/column-type.js';

/** The values of `$1`, `$2`, ... or of `$name`; a Date is a timestamp in UTC. */
export type SqlParameters = readonly Cell[] | Readonly<Record<string, Cell>>;

/** A row of an answer: integers of 64 bits and more are bigints, timestamps are Dates. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** A set as a database with the one table `results`, to be read with SQL; `openDuckDb` makes it. */
export interface ResultDatabase extends AsyncDisposable {
  /**
   * The rows of one SELECT, some thousand at a time, as they are computed; values go in as parameters. Throws `INVALID_QUERY` for
   * whatever DuckDB refuses, and for any other statement.
   */
  query(sql: string, parameters?: SqlParameters): AsyncGenerator<SqlRow[], void>;
  /** Gives back its memory; queries under way end. */
  [Symbol.asyncDispose](): Promise<void>;
}
