import type { CacheStats } from '../engine/cache-stats.js';
import { isEviction, REMOVAL_CAUSES, type RemovalCause } from '../engine/removal.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import { PRESSURE_LEVELS } from '../pressure/pressure-level.js';
import type { MetricFamily } from './metric-family.js';

type Described = Omit<MetricFamily, 'read'>;

const EVICTION_CAUSES = REMOVAL_CAUSES.filter(isEviction);
const MS = 1_000;

/** Every metric of the caches but the distribution of load times, which each exporter has a form of its own for. */
export const CACHE_METRICS: readonly MetricFamily[] = [
  {
    ...counter('cache_gets_total', 'cache.requests', 'Look-ups, by whether a value was found.'),
    read: ({ regions }, add) => {
      for (const { region, hits, misses } of Object.values(regions)) {
        add(hits, { cache: region, result: 'hit' });
        add(misses, { cache: region, result: 'miss' });
      }
    },
  },
  {
    ...counter('cache_loads_total', 'cache.loads', 'Loaders that ended, by how they ended.'),
    read: ({ regions }, add) => {
      for (const { region, loadTimeCounts, loadFailures } of Object.values(regions)) {
        add(sum(loadTimeCounts), { cache: region, result: 'success' });
        add(loadFailures, { cache: region, result: 'failure' });
      }
    },
  },
  byCause(
    counter('cache_evictions_total', 'cache.evictions', 'Entries that left without being asked to, by cause.'),
    EVICTION_CAUSES,
  ),
  byCause(
    counter('cache_removals_total', 'cache.removals', 'Entries that left, by cause; evictions are among them.'),
    REMOVAL_CAUSES,
  ),
  perRegion(
    counter('cache_eviction_weight_bytes_total', 'cache.eviction.weight', 'Bytes that evicted entries held.', 'By'),
    (stats) => stats.evictedWeight,
  ),
  perRegion(counter('cache_puts_total', 'cache.puts', 'Values that were stored.'), (stats) => stats.insertions),
  perRegion(
    counter('cache_rejections_total', 'cache.rejections', 'Values that were returned but not stored.'),
    (stats) => stats.rejections,
  ),
  perRegion(
    counter('cache_coalesced_loads_total', 'cache.coalesced_loads', 'Callers that joined a load under way.'),
    (stats) => stats.coalesced,
  ),
  perRegion(
    counter('cache_time_saved_seconds_total', 'cache.time_saved', 'Load time that hits saved.', 's'),
    (stats) => stats.timeSavedMs / MS,
  ),
  perRegion(gauge('cache_size', 'cache.entries', 'Entries held.'), (stats) => stats.entries),
  perRegion(
    gauge('cache_weight_bytes', 'cache.estimated_size', 'Bytes held, by the weigher.', 'By'),
    (stats) => stats.weight,
  ),
  perRegion(
    gauge('cache_max_entries', 'cache.max_entries', 'The bound of entries, where there is one.'),
    (stats) => stats.maxEntries,
  ),
  perRegion(
    gauge('cache_max_weight_bytes', 'cache.max_size', 'The bound of bytes, where there is one.', 'By'),
    (stats) => stats.maxBytes,
  ),
  perRegion(
    gauge('cache_utilization_ratio', 'cache.utilization', 'The share of the nearer bound that is in use.'),
    (stats) => stats.utilisation,
  ),
  perRegion(
    gauge('cache_protected_entries', 'cache.protected.entries', 'Entries that are never evicted.'),
    (stats) => stats.protectedEntries,
  ),
  perRegion(
    gauge('cache_protected_weight_bytes', 'cache.protected.size', 'Bytes of entries that are never evicted.', 'By'),
    (stats) => stats.protectedWeight,
  ),
  perRegion(gauge('cache_loading', 'cache.loading', 'Loads under way.'), (stats) => stats.loading),
  ofMemory(
    gauge('cache_memory_used_bytes', 'cache.memory.usage', 'Bytes in use of the memory nearest to its limit.', 'By'),
    (report) => report.usedBytes,
  ),
  ofMemory(
    gauge('cache_memory_limit_bytes', 'cache.memory.limit', 'The limit of that memory.', 'By'),
    (report) => report.limitBytes,
  ),
  ofMemory(
    gauge('cache_memory_usage_ratio', 'cache.memory.utilization', 'The share of that limit in use.'),
    (report) => report.usage,
  ),
  ofMemory(
    gauge(
      'cache_memory_pressure_level',
      'cache.memory.pressure_level',
      'Memory pressure: 0 normal, 1 warning, 2 eviction, 3 critical.',
    ),
    (report) => PRESSURE_LEVELS.indexOf(report.level),
  ),
  ofMemory(
    counter('cache_memory_checks_total', 'cache.memory.checks', 'Memory checks made.'),
    (report) => report.checks,
  ),
  ofMemory(
    counter('cache_memory_warnings_total', 'cache.memory.warnings', 'Memory checks that found pressure.'),
    (report) => report.warnings,
  ),
];

function counter(prometheus: string, opentelemetry: string, help: string, unit: MetricFamily['unit'] = '1'): Described {
  return { prometheus, opentelemetry, help, kind: 'counter', unit };
}

function gauge(prometheus: string, opentelemetry: string, help: string, unit: MetricFamily['unit'] = '1'): Described {
  return { prometheus, opentelemetry, help, kind: 'gauge', unit };
}

function perRegion(described: Described, valueOf: (stats: CacheStats) => number | undefined): MetricFamily {
  return {
    ...described,
    read: ({ regions }, add) => {
      for (const stats of Object.values(regions)) {
        const value = valueOf(stats);
        if (value !== undefined) add(value, { cache: stats.region });
      }
    },
  };
}

function byCause(described: Described, causes: readonly RemovalCause[]): MetricFamily {
  return {
    ...described,
    read: ({ regions }, add) => {
      for (const { region, removals } of Object.values(regions)) {
        for (const cause of causes) add(removals[cause], { cache: region, cause });
      }
    },
  };
}

function ofMemory(described: Described, valueOf: (report: MemoryReport) => number): MetricFamily {
  return { ...described, read: ({ memory }, add) => add(valueOf(memory), {}) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
