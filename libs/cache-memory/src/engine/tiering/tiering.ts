import type { RemovalCause } from '../events/removal.js';
import type { TierEntry, TierState } from './entry-tier.js';

/** What the cache tells its tier, and asks of it; none of it ever fails. */
export interface Tiering<K, V> {
  readonly state: TierState;
  /** The entry in a slot is about to leave; its instance must not be disposed before it is encoded. */
  leaving(slot: number, cause: RemovalCause, now: number): void;
  /** A key was given another value, or none, so that what the tier has must not come back. */
  changed(key: K): void;
  /** A value was stored that did not come from the tier. */
  stored(key: K): void;
  /** Tags were invalidated; without tags, everything was cleared. */
  cleared(tags: readonly string[] | undefined): void;
  /** What the tier has of a key, and the cache may store. */
  recall(key: K): Promise<TierEntry<V> | undefined>;
  /** What was recalled of a key is stored. */
  recalled(key: K): void;
  /** Resolves when everything that was to reach the tier has, or has failed. */
  settled(): Promise<void>;
  /** Takes no more; resolves when the rest has reached the tier, or the time is up. */
  close(timeoutMs: number): Promise<void>;
}

/** The tiering of a cache without a tier. */
export const UNTIERED: Tiering<any, any> = Object.freeze({
  state: 'none',
  leaving: () => {},
  changed: () => {},
  stored: () => {},
  cleared: () => {},
  recall: async () => undefined,
  recalled: () => {},
  settled: async () => {},
  close: async () => {},
});
