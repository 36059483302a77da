import type { Priority } from '../eviction/priority.js';

/** What is known of one entry, without its value. */
export interface EntryInfo<K> {
  readonly key: K;
  /** Milliseconds since it was stored, up to 24 days; `undefined` where the cache keeps no details. */
  readonly ageMs: number | undefined;
  /** Hits since it was stored; `undefined` where the cache keeps no details. */
  readonly accesses: number | undefined;
  /** Milliseconds since its last hit, or since it was stored; `undefined` where the cache keeps no details. */
  readonly idleMs: number | undefined;
  /** Bytes that it holds. */
  readonly weight: number;
  /** Milliseconds that its loader took; 0 where unknown. */
  readonly costMs: number;
  /** Milliseconds until its lifetime ends if nobody hits it; 0 where it is stale, `undefined` for never. */
  readonly remainingTtlMs: number | undefined;
  /** Whether its lifetime has ended and it is kept for `staleWhileRevalidate` or `grace`. */
  readonly stale: boolean;
  readonly priority: Priority;
  readonly protected: boolean;
  readonly tags: readonly string[];
}
