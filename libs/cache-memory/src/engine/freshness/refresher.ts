import { checkLoader } from '../options/check-input.js';
import type { EntryPlan } from '../entries/entry-plan.js';
import type { EntryStore } from '../entries/entry-store.js';
import { NONE } from '../eviction/eviction-policy.js';
import type { LoadDesk } from '../loading/load-desk.js';
import { type LoadDefaults, planLoad } from '../loading/load-plan.js';
import type { Loader, LoadOptions } from '../loading/loader.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import type { TickingClock } from '../time/ticking-clock.js';
import type { BackgroundGate } from './background-gate.js';

/**
 * Renews entries: has the next value made in the background when a hit finds that it is due, and lets a stale value stand in
 * where a load fails. (The first as `stale-while-revalidate` and the second as `stale-if-error` of RFC 5861; a refresh before the
 * end as Caffeine's `refreshAfterWrite`.)
 */
export class Refresher<K, V> {
  /** Plans that were the cache's own before it was configured anew. */
  readonly #formerDefaults = new WeakSet<EntryPlan>();

  constructor(
    private readonly store: EntryStore<K, V>,
    private readonly loads: LoadDesk<K, V>,
    private readonly counters: StatsCounters,
    private readonly clock: TickingClock,
    private readonly gate: BackgroundGate,
  ) {}

  /**
   * A look-up that can load found a value: where its next one is due, begins to have it made. It is stored by the options of this
   * call; what they leave out stays as it was. Throws what the loader or the options are wrong in.
   */
  hit(key: K, loader: Loader<K, V>, options: LoadOptions | undefined, entry: EntryPlan, defaults: LoadDefaults): void {
    const { freshness, table } = this.store;
    const slot = table.index.get(key);
    const now = this.clock.now();
    if (slot === NONE || !freshness.isDue(slot, now)) return;
    if (freshness.freshUntil(slot) <= now) this.counters.staleServes++;
    checkLoader(loader);
    const before = freshness.planOf(slot)!;
    const plan = planLoad(options, this.#formerDefaults.has(before) ? entry : before, defaults);
    if (this.gate.halt === undefined) this.loads.refresh(key, loader, plan);
  }

  /** The value that stands in for a load that failed; throws the error where there is none, or where its caller has left. */
  standIn(key: K, error: unknown, signal?: AbortSignal): V {
    const { freshness, lifetimes, reader, table } = this.store;
    const slot = signal?.aborted ? NONE : table.index.get(key);
    const now = this.clock.now();
    const isGraced = freshness.gracedUntil(slot) > now && lifetimes.deadline(slot) > now;
    const value = isGraced ? reader.valueAt(slot) : undefined;
    if (value === undefined) throw error;
    this.counters.graceServes++;
    return value;
  }

  /** The loader that was to renew an entry answered that there is no value any more: the entry leaves. */
  drop(key: K): void {
    const { freshness, table } = this.store;
    const slot = table.index.get(key);
    if (slot !== NONE && freshness.planOf(slot)) this.store.remove(slot, 'replaced', this.clock.now());
  }

  /** The cache's own plan is about to change: entries that follow it follow the new one from their next refresh on. */
  retire(defaults: EntryPlan): void {
    this.#formerDefaults.add(defaults);
  }
}
