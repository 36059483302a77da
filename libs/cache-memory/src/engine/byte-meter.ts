/**
 * The port to whoever governs the bytes of several caches. A cache asks before it stores a value, while it is whole, so that
 * an answer may evict from it.
 */
export interface ByteMeter {
  /** Bytes that the cache may hold now, besides its own bound; `Infinity` for as many as it likes. */
  readonly allowedBytes: number;
  /** Notes that a value of this weight is about to be stored; answers whether it may be. */
  admits(weight: number): boolean;
}

/** The meter of a cache that nobody governs. */
export const UNGOVERNED: ByteMeter = Object.freeze({ allowedBytes: Infinity, admits: () => true });
