import { PRESSURE_LEVELS } from '../pressure/pressure-level.js';
import { counter, gauge, highest, ofMemory } from './define-metric.js';
import type { MetricFamily } from './metric-family.js';

const MS = 1_000;

/** Every metric of memory: how much is used, what the caches may hold of it, and what pressure did. */
export const MEMORY_METRICS: readonly MetricFamily[] = [
  ofMemory(
    gauge(['cache_memory_used_bytes', 'cache.memory.usage'], 'Bytes in use of the memory nearest to its limit.', 'By'),
    (report) => report.usedBytes,
  ),
  ofMemory(
    gauge(['cache_memory_limit_bytes', 'cache.memory.limit'], 'The limit of that memory.', 'By'),
    (report) => report.limitBytes,
  ),
  ofMemory(
    highest(['cache_memory_usage_ratio', 'cache.memory.utilization'], 'The share of that limit in use.'),
    (report) => report.usage,
  ),
  ofMemory(
    highest(
      ['cache_memory_pressure_level', 'cache.memory.pressure_level'],
      'Memory pressure: 0 normal, 1 warning, 2 eviction, 3 critical.',
    ),
    (report) => PRESSURE_LEVELS.indexOf(report.level),
  ),
  ofMemory(
    gauge(['cache_memory_budget_bytes', 'cache.memory.budget'], 'Bytes that all caches together may hold.', 'By'),
    (report) => report.budget.bytes,
  ),
  ofMemory(
    gauge(
      ['cache_memory_held_bytes', 'cache.memory.held'],
      'Bytes that all caches held at the last look at memory.',
      'By',
    ),
    (report) => report.budget.heldBytes,
  ),
  ofMemory(
    gauge(
      ['cache_memory_fragmented_bytes', 'cache.memory.fragmented'],
      'Bytes of the container that are lost to pieces of freed Buffers.',
      'By',
    ),
    (report) => report.fragmentedBytes,
  ),
  {
    ...gauge(['cache_budget_share_bytes', 'cache.budget_share'], 'Bytes of the budget that the region may hold.', 'By'),
    read: ({ memory }, add) => {
      const { shares } = memory.budget;
      for (const region in shares) add(shares[region]!, { cache: region });
    },
  },
  ofMemory(
    counter(['cache_memory_checks_total', 'cache.memory.checks'], 'Memory checks made.'),
    (report) => report.checks,
  ),
  ofMemory(
    counter(['cache_memory_warnings_total', 'cache.memory.warnings'], 'Memory checks that found pressure.'),
    (report) => report.warnings,
  ),
  ofMemory(
    highest(
      ['cache_memory_relief_timestamp_seconds', 'cache.memory.relief.timestamp'],
      'When memory last had entries evicted, in seconds since 1970; no sample before that.',
      's',
    ),
    ({ lastEvictionAt }) => lastEvictionAt && lastEvictionAt / MS,
  ),
  ofMemory(
    gauge(
      ['cache_memory_awaiting_rebuild', 'cache.memory.awaiting_rebuild'],
      'Regions whose protected entries left and are not back.',
    ),
    (report) => report.awaitingRebuild.length,
  ),
];
