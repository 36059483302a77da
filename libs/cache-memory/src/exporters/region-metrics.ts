import { isEviction, REMOVAL_CAUSES } from '../engine/events/removal.js';
import { byCause, byResult, counter, gauge, highest, perRegion } from './define-metric.js';
import type { MetricFamily } from './metric-family.js';

const EVICTION_CAUSES = REMOVAL_CAUSES.filter(isEviction);
const MS = 1_000;

/** What each region counts. */
const COUNTED: readonly MetricFamily[] = [
  byResult(
    counter(['cache_gets_total', 'cache.requests'], 'Look-ups, by whether a value was found.'),
    ['hit', 'miss'],
    ({ hits, misses }) => [hits, misses],
  ),
  byResult(
    counter(['cache_loads_total', 'cache.loads'], 'Loaders that ended, by how they ended.'),
    ['success', 'failure'],
    ({ loadTimeCounts, loadFailures }) => [sum(loadTimeCounts), loadFailures],
  ),
  byCause(
    counter(['cache_evictions_total', 'cache.evictions'], 'Entries that left without being asked to, by cause.'),
    EVICTION_CAUSES,
  ),
  byCause(
    counter(['cache_removals_total', 'cache.removals'], 'Entries that left, by cause; evictions are among them.'),
    REMOVAL_CAUSES,
  ),
  perRegion(
    counter(['cache_eviction_weight_bytes_total', 'cache.eviction.weight'], 'Bytes that evicted entries held.', 'By'),
    (stats) => stats.evictedWeight,
  ),
  perRegion(counter(['cache_puts_total', 'cache.puts'], 'Values that were stored.'), (stats) => stats.insertions),
  perRegion(
    counter(['cache_rejections_total', 'cache.rejections'], 'Values that were returned but not stored.'),
    (stats) => stats.rejections,
  ),
  perRegion(
    counter(['cache_coalesced_loads_total', 'cache.coalesced_loads'], 'Callers that joined a load under way.'),
    (stats) => stats.coalesced,
  ),
  perRegion(
    counter(['cache_time_saved_seconds_total', 'cache.time_saved'], 'Load time that hits saved.', 's'),
    (stats) => stats.timeSavedMs / MS,
  ),
  perRegion(
    counter(['cache_stale_serves_total', 'cache.stale_serves'], 'Hits that were served a value beyond its ttl.'),
    (stats) => stats.staleServes,
  ),
  perRegion(
    counter(['cache_grace_serves_total', 'cache.grace_serves'], 'Misses that were served a stale value for an error.'),
    (stats) => stats.graceServes,
  ),
  perRegion(
    counter(['cache_refreshes_total', 'cache.refreshes'], 'Background loads begun to renew an entry.'),
    (stats) => stats.refreshes,
  ),
  perRegion(
    counter(['cache_negative_hits_total', 'cache.negative_hits'], 'Misses answered by a remembered failure.'),
    (stats) => stats.negativeHits,
  ),
  perRegion(
    counter(['cache_revivals_total', 'cache.revivals'], 'Hits that brought an evicted, still living instance back.'),
    (stats) => stats.revivals,
  ),
  byResult(
    counter(['cache_spills_total', 'cache.spills'], 'Evicted values written to a tier, by how that ended.'),
    ['success', 'failure'],
    ({ spills, spillFailures }) => [spills, spillFailures],
  ),
  perRegion(
    counter(['cache_spills_dropped_total', 'cache.spills.dropped'], 'Evicted values not written: too many waited.'),
    (stats) => stats.spillsDropped,
  ),
  byResult(
    counter(
      ['cache_recalls_total', 'cache.recalls'],
      'Misses for which a tier was asked, by whether it had the value.',
    ),
    ['hit', 'miss'],
    ({ recalls, recallMisses }) => [recalls, recallMisses],
  ),
  perRegion(
    counter(['cache_recall_failures_total', 'cache.recalls.failed'], 'Recalls, among those that missed, that failed.'),
    (stats) => stats.recallFailures,
  ),
  byResult(
    counter(['cache_disposals_total', 'cache.disposals'], 'Instances whose disposal ended, by how it ended.'),
    ['success', 'failure'],
    ({ disposals, disposalFailures }) => [disposals - disposalFailures, disposalFailures],
  ),
  perRegion(
    counter(['cache_overdue_leases_total', 'cache.overdue_leases'], 'Instances leased beyond drainTimeout.'),
    (stats) => stats.overdueLeases,
  ),
];

/** What each region holds. */
const HELD: readonly MetricFamily[] = [
  perRegion(
    highest(
      ['cache_tier_broken', 'cache.tier.broken'],
      '1 while a tier is not asked because it failed too often, else 0.',
    ),
    ({ tier }) => (tier === 'none' ? undefined : Number(tier === 'broken')),
  ),
  perRegion(gauge(['cache_size', 'cache.entries'], 'Entries held.'), (stats) => stats.entries),
  perRegion(
    gauge(['cache_weight_bytes', 'cache.estimated_size'], 'Bytes held, by the weigher.', 'By'),
    (stats) => stats.weight,
  ),
  perRegion(
    gauge(['cache_max_entries', 'cache.max_entries'], 'The bound of entries, where there is one.'),
    (stats) => stats.maxEntries,
  ),
  perRegion(
    gauge(['cache_max_weight_bytes', 'cache.max_size'], 'The bound of bytes, where there is one.', 'By'),
    (stats) => stats.maxBytes,
  ),
  perRegion(
    highest(['cache_utilization_ratio', 'cache.utilization'], 'The share of the nearer bound that is in use.'),
    (stats) => stats.utilisation,
  ),
  perRegion(
    gauge(['cache_protected_entries', 'cache.protected.entries'], 'Entries that are never evicted.'),
    (stats) => stats.protectedEntries,
  ),
  perRegion(
    gauge(['cache_protected_weight_bytes', 'cache.protected.size'], 'Bytes of entries that are never evicted.', 'By'),
    (stats) => stats.protectedWeight,
  ),
  perRegion(gauge(['cache_loading', 'cache.loading'], 'Loads under way.'), (stats) => stats.loading),
  perRegion(gauge(['cache_leases', 'cache.leases'], 'Leases that are open.'), (stats) => stats.leases),
  perRegion(
    gauge(['cache_leased', 'cache.leased'], 'Instances that are leased, entries or not.'),
    (stats) => stats.leased,
  ),
  perRegion(
    gauge(['cache_doomed', 'cache.doomed'], 'Instances that left and are not disposed yet.'),
    (stats) => stats.doomed,
  ),
  perRegion(
    gauge(['cache_doomed_weight_bytes', 'cache.doomed.size'], 'Bytes of those, beside the weight.', 'By'),
    (stats) => stats.doomedWeight,
  ),
];

/** Every metric that there is of each region. */
export const REGION_METRICS: readonly MetricFamily[] = [...COUNTED, ...HELD];

function sum(counts: readonly number[]): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
