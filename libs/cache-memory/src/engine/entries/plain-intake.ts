import type { Departures } from './departures.js';
import type { EntryStore } from './entry-store.js';
import { NONE } from '../eviction/eviction-policy.js';
import { NORMAL_RANK } from '../eviction/priority.js';
import type { InstanceLedger } from '../leasing/instance-ledger.js';
import type { StatsCounters } from '../statistics/stats-counters.js';

/**
 * The short way into the cache, for the commonest case: a plain value comes to plain entries, bytes are not what is scarce, one
 * victim is enough, and departures have only to be counted. It comes to the same as the long way.
 */
export class PlainIntake<K, V> {
  constructor(
    private readonly store: EntryStore<K, V>,
    private readonly departures: Departures<K, V>,
    private readonly counters: StatsCounters,
    private readonly instances: InstanceLedger<K, V>,
  ) {}

  /** Whether a plain value of this weight may come this way now. */
  takes(weight: number): boolean {
    const { store } = this;
    return (
      store.isPlain &&
      ((weight === 0 && store.weight === 0) || store.hasBytesFor(weight)) &&
      this.departures.areOnlyCounted('size')
    );
  }

  /**
   * Stores the value, evicting one entry where the cache is full of others; answers whether the policy admitted it. Throws `TOO_MANY_ENTRIES`,
   * and then nothing has changed. It is one long function on purpose: what it calls is then compiled into it.
   */
  put(key: K, value: V, weight: number, costMs: number, now: number): boolean {
    const { store, counters } = this;
    const { table } = store;
    const { index, weights, costs, standing } = table;
    const { policy } = store.order;
    store.settle();
    let slot = index.get(key);
    const isThere = slot !== NONE;
    let isSame = false;
    if (isThere) {
      isSame = table.values[slot] === value;
      if (!isSame) counters.removals.replaced++;
      policy.remove(slot);
      if (!weights.isBlank) store.weight = table.size === 1 ? 0 : store.weight - weights.get(slot);
    } else {
      index.mustHaveRoom(key);
      slot = table.claim();
      table.keys[slot] = key;
      table.hashes.forget(slot);
    }
    table.values[slot] = value;
    if (weight > 0 || !weights.isBlank) weights.set(slot, weight);
    if (costMs > 0 || !costs.isBlank) costs.set(slot, costMs);
    if (!standing.isBlank) standing.set(slot, NORMAL_RANK, false);
    table.details.begin(slot, now);
    policy.offer(slot);
    if (!isThere) {
      if (table.size >= store.maxEntries) {
        const victim = policy.victim(slot);
        if (victim === NONE || victim === slot) {
          table.release(slot);
          return false;
        }
        counters.removals.size++;
        if (!weights.isBlank) {
          const evicted = weights.get(victim);
          counters.evictedWeight += evicted;
          store.weight = table.size === 1 ? 0 : store.weight - evicted; // no rounding error outlives its entries
        }
        index.delete(table.keys[victim]!);
        policy.remove(victim);
        table.release(victim);
        table.size--;
      }
      index.add(key, slot);
      if (++table.size > store.peakEntries) store.peakEntries = table.size;
    }
    policy.insert(slot);
    if (weight > 0) {
      store.weight += weight;
      if (store.weight > store.peakWeight) store.peakWeight = store.weight;
    }
    if (!isSame) {
      counters.insertions++;
      this.instances.enter(key, value);
    }
    return true;
  }
}
