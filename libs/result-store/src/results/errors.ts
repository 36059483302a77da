/** What went wrong, as a word that programs can compare. */
export type ResultStoreErrorCode =
  | 'INVALID_OPTION'
  | 'UNKNOWN_OPTION'
  | 'INVALID_SCHEMA'
  | 'INVALID_NAME'
  | 'INVALID_ROW'
  | 'INVALID_QUERY'
  | 'SUBJECT_ORDER'
  | 'TOO_MANY_GROUPS'
  | 'TOO_MANY_WRITERS'
  | 'TOO_LARGE'
  | 'NO_ROOM'
  | 'SET_NOT_FOUND'
  | 'SET_IN_USE'
  | 'SET_COMPLETE'
  | 'SET_CLOSED'
  | 'SET_DAMAGED'
  | 'WRITER_CLOSED'
  | 'WRITE_ABORTED'
  | 'WRITE_FAILED'
  | 'STORE_CLOSED'
  | 'DUCKDB_MISSING';

/** The four things that every message says. */
export interface ResultStoreProblem {
  /** Who speaks: the option, the operation or the set concerned. */
  readonly subject: string;
  /** What was expected. */
  readonly expected: string;
  /** What was found instead. */
  readonly found: string;
  /** What to do next, as an imperative. */
  readonly remedy: string;
}

/** Every error that the package itself raises. */
export class ResultStoreError extends Error {
  override readonly name = 'ResultStoreError';

  constructor(
    readonly code: ResultStoreErrorCode,
    readonly problem: ResultStoreProblem,
    options?: ErrorOptions,
  ) {
    const { subject, expected, found, remedy } = problem;
    super(`${subject}: expected ${expected}, found ${found}; ${remedy}.`, options);
  }
}
