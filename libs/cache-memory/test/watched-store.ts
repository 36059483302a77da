import { type ByteMeter, UNGOVERNED } from '../src/engine/byte-meter.js';
import { type CacheOptions, readCacheOptions } from '../src/engine/cache-options.js';
import type { EntryOptions } from '../src/engine/entries/entry-options.js';
import { defaultPlan, planEntry } from '../src/engine/entries/entry-plan.js';
import { EntryStore } from '../src/engine/entries/entry-store.js';
import { NONE } from '../src/engine/eviction/eviction-policy.js';
import { StatsCounters } from '../src/engine/statistics/stats-counters.js';
import { GivenClock } from '../src/engine/time/given-clock.js';

/** A store of objects whose departures are written down as `key:cause`, at a time that the test says. */
export class WatchedStore {
  readonly left: string[] = [];
  readonly counters = new StatsCounters();
  readonly store: EntryStore<string, object>;
  now = 1_000;
  readonly #plan: ReturnType<typeof defaultPlan>;

  constructor(options: CacheOptions<string, object>, meter: ByteMeter = UNGOVERNED) {
    const { settings, retention } = readCacheOptions({ policy: 'lru', weigher: () => 0, ...options });
    this.#plan = defaultPlan(settings);
    const clock = new GivenClock({ now: () => this.now });
    this.store = new EntryStore(
      settings,
      retention,
      clock,
      this.counters,
      (slot, cause) => {
        this.left.push(`${this.store.table.keys[slot]}:${cause}`);
      },
      meter,
    );
  }

  /** Stores a value under a key, new or not; answers whether it was admitted. */
  put(key: string, options: EntryOptions & { readonly value?: object } = {}): boolean {
    const { value = { key }, ...said } = options;
    const plan = planEntry(said, this.#plan);
    const { store, now } = this;
    const slot = this.slot(key);
    const weight = plan.weight ?? 0;
    const endsAt = now + plan.ttlMs;
    return slot === NONE
      ? store.insert(key, value, weight, plan.costMs ?? 0, plan, endsAt, now)
      : store.replace(slot, value, weight, plan.costMs ?? 0, plan, endsAt, now);
  }

  /** Where a key stands, or `NONE`. */
  slot(key: string): number {
    return this.store.table.index.get(key);
  }

  /** The keys that are there, sorted. */
  keys(): string[] {
    return this.store.table.keys.filter((key) => key !== undefined).toSorted();
  }
}
