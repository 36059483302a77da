/** What went wrong, as a word that programs can compare. */
export type CacheMemoryErrorCode =
  | 'INVALID_OPTION'
  | 'UNKNOWN_OPTION'
  | 'UNBOUNDED_CACHE'
  | 'INVALID_KEY'
  | 'INVALID_VALUE'
  | 'INVALID_WEIGHT'
  | 'PROTECTED_FULL'
  | 'RECURSIVE_LOAD'
  | 'LOAD_TIMEOUT'
  | 'CACHE_CLOSED'
  | 'LEASES_EXHAUSTED'
  | 'LEASE_ENDED'
  | 'DISPOSAL_TIMEOUT'
  | 'NOT_DISPOSED'
  | 'LEVEL_NOT_REACHED'
  | 'TOO_MANY_ENTRIES'
  | 'UNKNOWN_REGION'
  | 'DUPLICATE_REGION'
  | 'DUPLICATE_METRICS'
  | 'UNKNOWN_CLASS'
  | 'UNKNOWN_METHOD'
  | 'NO_SOURCE'
  | 'SOURCE_FAILED'
  | 'REBUILD_FAILED'
  | 'REBUILD_BUSY'
  | 'UNKNOWN_CATEGORY'
  | 'REDIS_FULL'
  | 'REDIS_FAILED'
  | 'UNGUARDED'
  | 'NOT_ENCODABLE'
  | 'SNAPSHOT_UNREADABLE'
  | 'TIER_TIMEOUT'
  | 'TIER_BROKEN'
  | 'TIER_IN_USE'
  | 'MODULE_SETUP';

/** The three things that every message says. */
export interface Problem {
  /** Who speaks: the option, the operation or the region concerned. */
  readonly subject: string;
  /** What was expected. */
  readonly expected: string;
  /** What was found instead. */
  readonly found: string;
  /** What to do next, as an imperative. */
  readonly remedy: string;
}

/** Every error that the library itself raises; a loader's own error is never wrapped in it. */
export class CacheMemoryError extends Error {
  override readonly name = 'CacheMemoryError';

  constructor(
    readonly code: CacheMemoryErrorCode,
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    const { subject, expected, found, remedy } = problem;
    super(`${subject}: expected ${expected}, found ${found}; ${remedy}${remedy.endsWith('?') ? '' : '.'}`, options);
  }
}
