import type { EntryPlan } from '../entries/entry-plan.js';
import type { TierEntry } from '../tiering/entry-tier.js';

/** Where the load desk puts what loaders bring. */
export interface LoadedStore<K, V> {
  /** Stores a value in place of the one that the key may have; answers whether it was stored. */
  put(key: K, value: V, plan: EntryPlan, costMs: number): boolean;
  /** Stores what came back from the tier; answers whether it was stored. */
  restore(key: K, entry: TierEntry<V>, plan: EntryPlan): boolean;
  /** Whether the key has an entry, fresh or stale. */
  holds(key: K): boolean;
  /** Removes the entry of a key for which its loader now answers that there is no value. */
  drop(key: K): void;
}
