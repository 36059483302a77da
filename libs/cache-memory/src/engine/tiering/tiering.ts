import type { RemovalCause } from '../events/removal.js';
import type { TierEntry, TierState } from './entry-tier.js';
import { type LoadTurn, OWN_TURN } from './load-turn.js';

/** What the cache tells its tier, and asks of it; none of it ever fails. */
export interface Tiering<K, V> {
  readonly state: TierState;
  /** The entry in a slot is about to leave; its instance must not be disposed before it is encoded. */
  leaving(slot: number, cause: RemovalCause, now: number): void;
  /** A key was given another value, or none, so that what the tier has must not come back. */
  changed(key: K): void;
  /** A value was stored that the tier does not have. */
  stored(key: K): void;
  /** Tags were invalidated; without tags, everything was cleared. */
  cleared(tags: readonly string[] | undefined): void;
  /**
   * What the tier has of a key, and the cache may store; or the turn to make it, for which it waits where values are made by one
   * process at a time. `signal` is aborted with the load.
   */
  recall(key: K, signal: AbortSignal): Promise<LoadTurn<V>>;
  /** A value was stored that the tier has, as this entry. */
  recalled(key: K, entry: TierEntry<V>): void;
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
  recall: async () => OWN_TURN,
  recalled: () => {},
  settled: async () => {},
  close: async () => {},
});
