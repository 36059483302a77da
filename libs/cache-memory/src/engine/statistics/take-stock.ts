import type { CacheTerms } from '../cache-terms.js';
import type { EntryStore } from '../entries/entry-store.js';
import type { InstanceLedger } from '../leasing/instance-ledger.js';
import type { LoadDesk } from '../loading/load-desk.js';
import type { LivingInstances } from '../retention/living-instances.js';
import type { Tiering } from '../tiering/tiering.js';
import type { CacheStats } from './cache-stats.js';
import { ratesOf } from './counter-arithmetic.js';
import type { StatsCounters } from './stats-counters.js';

/** The parts of a cache that know what was counted and what it holds. */
export interface Stock<K, V> {
  readonly terms: CacheTerms;
  readonly counters: StatsCounters;
  readonly store: EntryStore<K, V>;
  readonly loads: LoadDesk<K, V>;
  readonly living: LivingInstances<K>;
  readonly instances: InstanceLedger<K, V>;
  readonly tiering: Tiering<K, V>;
}

/** A snapshot of what was counted in a cache and of what it holds. */
export function takeStock<K, V>(stock: Stock<K, V>): CacheStats {
  const { terms, store, loads, living, instances, tiering } = stock;
  const { maxEntries, maxBytes } = terms.settings;
  store.settle();
  const { size, weight, guardedEntries, guardedWeight, peakEntries, peakWeight } = store;
  const counters = stock.counters.snapshot();
  return Object.assign(counters, ratesOf(counters), {
    region: terms.region,
    entries: size,
    weight,
    protectedEntries: guardedEntries,
    protectedWeight: guardedWeight,
    evictableEntries: size - guardedEntries,
    evictableWeight: weight - guardedWeight,
    peakEntries,
    peakWeight,
    maxEntries: maxEntries === Infinity ? undefined : maxEntries,
    maxBytes: maxBytes === Infinity ? undefined : maxBytes,
    utilisation: Math.max(size / maxEntries, weight / maxBytes),
    loading: loads.size,
    rememberedFailures: loads.failures,
    remembered: living.size,
    leases: instances.leases,
    leased: instances.leased,
    doomed: instances.doomed,
    doomedWeight: instances.doomedWeight,
    tier: tiering.state,
  });
}
