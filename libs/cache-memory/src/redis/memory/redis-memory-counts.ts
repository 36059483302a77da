/** What a manager of a Redis has counted since it was made; metrics take it from here. */
export interface RedisMemoryCounts {
  /** Checks that ended, those that failed included. */
  readonly checks: number;
  /** Checks that could not read what the server holds. */
  readonly failedChecks: number;
  /** Evictable keys that relief cleared. */
  readonly clearedKeys: number;
  /** Rebuilds of protected categories that ended, those that failed included. */
  readonly rebuilds: number;
  /** Rebuilds that failed; one that another process does already is none. */
  readonly failedRebuilds: number;
}
