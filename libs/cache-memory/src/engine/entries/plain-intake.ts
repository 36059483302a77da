import type { CacheEvents } from '../events/cache-events.js';
import type { EventChannel } from '../events/event-channel.js';
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
    private readonly events: EventChannel<CacheEvents<K, V>>,
  ) {}

  /** Whether a plain value of this weight may come this way now. */
  takes(weight: number): boolean {
    const { store } = this;
    return (
      store.isPlain &&
      ((weight === 0 && store.weight === 0) || store.room.hasBytesFor(weight)) &&
      this.departures.areOnlyCounted('size')
    );
  }

  /** Whether a value without weight may come this way now, in a strong cache without a tier. */
  takesBare(): boolean {
    const { store } = this;
    return store.isPlain && store.weight === 0 && this.instances.size === 0 && !this.events.has('entry.removed');
  }

  /**
   * Stores the value, evicting one entry where the cache is full of others; answers whether the policy admitted it. Throws `TOO_MANY_ENTRIES`,
   * and then nothing has changed. It is one long function on purpose: what it calls is then compiled into it.
   */
  put(key: K, value: V, weight: number, costMs: number): boolean {
    const { store, counters } = this;
    const { table } = store;
    const { index } = table;
    store.settle();
    const found = index.get(key);
    if (found !== NONE) return this.#replace(found, key, value, weight, costMs);
    index.mustHaveRoom(key);
    const { policy } = store.order;
    const slot = table.claim();
    table.keys[slot] = key;
    table.values[slot] = value;
    table.hashes.forget(slot);
    if (weight > 0 || costMs > 0 || !table.isBare) this.#describe(slot, weight, costMs);
    table.details.begin(slot);
    policy.offer(slot);
    if (table.size >= store.maxEntries) {
      const victim = policy.victim(slot);
      if (victim === NONE || victim === slot) {
        table.release(slot);
        return false;
      }
      counters.removals.size++;
      if (!table.weights.isBlank) this.#unweigh(victim);
      index.delete(table.keys[victim]!);
      policy.remove(victim);
      table.release(victim);
    } else if (++table.size > store.peakEntries) {
      store.peakEntries = table.size;
    }
    index.add(key, slot);
    policy.insert(slot);
    if (weight > 0) this.#weigh(weight);
    counters.insertions++;
    this.instances.enter(key, value);
    return true;
  }

  /** Gives an entry another value, or the same one again. */
  #replace(slot: number, key: K, value: V, weight: number, costMs: number): boolean {
    const { store, counters } = this;
    const { table } = store;
    const { policy } = store.order;
    const isSame = table.values[slot] === value;
    policy.remove(slot);
    if (!table.weights.isBlank) store.weight = table.size === 1 ? 0 : store.weight - table.weights.get(slot);
    table.values[slot] = value;
    if (weight > 0 || costMs > 0 || !table.isBare) this.#describe(slot, weight, costMs);
    table.details.begin(slot);
    policy.offer(slot);
    policy.insert(slot);
    if (weight > 0) this.#weigh(weight);
    if (isSame) return true;
    counters.removals.replaced++;
    counters.insertions++;
    this.instances.enter(key, value);
    return true;
  }

  #describe(slot: number, weight: number, costMs: number): void {
    const { weights, costs, standing } = this.store.table;
    weights.set(slot, weight);
    costs.set(slot, costMs);
    standing.set(slot, NORMAL_RANK, false);
  }

  #weigh(weight: number): void {
    const { store } = this;
    store.weight += weight;
    if (store.weight > store.peakWeight) store.peakWeight = store.weight;
  }

  #unweigh(victim: number): void {
    const { store, counters } = this;
    const { table } = store;
    const evicted = table.weights.get(victim);
    counters.evictedWeight += evicted;
    store.weight = table.size === 1 ? 0 : store.weight - evicted; // no rounding error outlives its entries
  }
}
