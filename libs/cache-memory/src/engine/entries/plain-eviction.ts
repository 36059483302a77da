import type { EntryTable } from './entry-table.js';
import type { EvictionOrder } from './eviction-order.js';
import { NONE } from '../eviction/eviction-policy.js';
import type { StatsCounters } from '../statistics/stats-counters.js';

/** What is evicted from. */
interface PlainStore<K, V> {
  readonly table: EntryTable<K, V>;
  readonly order: EvictionOrder<K, V>;
  /** Bytes. */
  weight: number;
}

/** Where more than this part is to go, the index is rebuilt from what stays rather than changed key by key. */
const MANY = 1 / 4;

/** Evicts plain entries whose departures have only to be counted. It comes to the same as evicting them one by one. */
export class PlainEviction<K, V> {
  constructor(
    private readonly store: PlainStore<K, V>,
    private readonly counters: StatsCounters,
  ) {}

  /** Evicts until no more than so much is left, nothing more may go, or `most` have gone; answers whether there is more to do. */
  downTo(maxEntries: number, maxBytes: number, cause: 'size' | 'pressure', most: number): boolean {
    const { store } = this;
    const { table } = store;
    const areMany = table.size - maxEntries > MANY * table.size || store.weight - maxBytes > MANY * store.weight;
    if (areMany && most === Infinity) {
      this.#evictMany(maxEntries, maxBytes, cause);
      return false;
    }
    for (let left = most; table.size > maxEntries || store.weight > maxBytes; left--) {
      if (left === 0) return true;
      const victim = this.#dismiss(cause);
      if (victim === NONE) return false;
      table.index.delete(table.keys[victim]!);
      table.release(victim);
    }
    return false;
  }

  #evictMany(maxEntries: number, maxBytes: number, cause: 'size' | 'pressure'): void {
    const { store } = this;
    const { table } = store;
    const isGone = new Uint8Array(table.used);
    while (table.size > maxEntries || store.weight > maxBytes) {
      const victim = this.#dismiss(cause);
      if (victim === NONE) break;
      isGone[victim] = 1;
    }
    table.index.deleteMarked(isGone);
    for (let slot = 0; slot < isGone.length; slot++) if (isGone[slot] === 1) table.release(slot);
  }

  /** Counts the policy's next victim out; its key and its slot are still to be given up. */
  #dismiss(cause: 'size' | 'pressure'): number {
    const { store } = this;
    const { table } = store;
    const { policy } = store.order;
    const victim = policy.victim(NONE);
    if (victim === NONE) return NONE;
    const weight = table.weights.get(victim);
    this.counters.removed(cause, weight);
    policy.remove(victim);
    store.weight = --table.size === 0 ? 0 : store.weight - weight;
    return victim;
  }
}
