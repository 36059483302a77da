import type { Priority } from './eviction/priority.js';

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
  /** Milliseconds until it expires if nobody hits it; `undefined` for never. */
  readonly remainingTtlMs: number | undefined;
  readonly priority: Priority;
  readonly protected: boolean;
  readonly tags: readonly string[];
}
