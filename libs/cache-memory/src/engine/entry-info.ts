import type { Priority } from './eviction/priority.js';

/** What is known of one entry, without its value. */
export interface EntryInfo<K> {
  readonly key: K;
  /** Milliseconds since it was stored. */
  readonly ageMs: number;
  /** Hits since it was stored. */
  readonly accesses: number;
  /** Milliseconds since its last hit, or since it was stored. */
  readonly idleMs: number;
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
