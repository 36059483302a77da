import type { StatsCounters } from '../statistics/stats-counters.js';
import type { EntryTable } from './entry-table.js';
import type { EvictionOrder } from './eviction-order.js';

/** The entries that are hit. */
interface HitEntries<K, V> {
  readonly table: EntryTable<K, V>;
  readonly order: EvictionOrder<K, V>;
  readonly guardedEntries: number;
}

/**
 * Accounts for hits of the entries in the first `count` of these slots, in this order: in the statistics, in what is kept of each entry,
 * and in the policy's order. The array is used for that.
 */
export function accountForHits<K, V>(
  { table, order, guardedEntries }: HitEntries<K, V>,
  slots: Int32Array,
  count: number,
  counters: StatsCounters,
  now: () => number,
): void {
  const { costs, details } = table;
  counters.hits += count;
  if (details.isKept) details.use(slots, count, now());
  if (!costs.isBlank) {
    for (let index = 0; index < count; index++) counters.timeSavedMs += costs.get(slots[index]!);
  }
  order.touch(slots, guardedEntries === 0 ? count : keepEvictable(table, slots, count));
}

/** Moves the slots of entries that may be evicted to the front; answers how many. */
function keepEvictable<K, V>({ standing }: EntryTable<K, V>, slots: Int32Array, count: number): number {
  let kept = 0;
  for (let index = 0; index < count; index++) {
    if (!standing.isGuarded(slots[index]!)) slots[kept++] = slots[index]!;
  }
  return kept;
}
