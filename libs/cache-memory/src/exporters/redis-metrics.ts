import type { RedisMemoryCounts } from '../redis/memory/redis-memory-counts.js';
import type { RedisMemoryReport, RedisMemoryStats } from '../redis/memory/redis-memory-report.js';
import { counter, gauge } from './define-metric.js';
import type { MetricDescription, MetricFamily } from './metric-family.js';

/** What the metrics of a Redis are read from: what its manager counted and last found, so that a scrape asks no server. */
export interface RedisMemorySource {
  readonly counts: RedisMemoryCounts;
  /** What the last check found that reached the server; `undefined` before the first one. */
  readonly report: RedisMemoryReport | undefined;
  /** Why the last check failed; `undefined` where it did not. */
  readonly failure: Error | undefined;
}

type RedisMetric = MetricFamily<RedisMemorySource>;

const LEVELS = ['normal', 'warning', 'critical'];
const MS = 1_000;
/** Each of several processes tells of the same server. */
const OF_SERVER = { together: 'max' } as const;

/** A metric of the server with one sample, where there is a value. */
function one(
  described: MetricDescription,
  valueOf: (stats: RedisMemoryStats, report: RedisMemoryReport) => number | undefined,
): RedisMetric {
  return {
    ...described,
    ...OF_SERVER,
    read: ({ report }, add) => {
      const value = report && valueOf(report.stats, report);
      if (value !== undefined) add(value, {});
    },
  };
}

/** A metric of this process with two samples: how often it went well, and how often it did not. */
function byResult(
  described: MetricDescription,
  countOf: (counts: RedisMemoryCounts) => readonly [all: number, failed: number],
): RedisMetric {
  return {
    ...described,
    read: ({ counts }, add) => {
      const [all, failed] = countOf(counts);
      add(all - failed, { result: 'success' });
      add(failed, { result: 'failure' });
    },
  };
}

/** A metric of the server with a sample for each category of the last count. */
function byCategory(described: MetricDescription, name: 'keys' | 'bytes'): RedisMetric {
  return {
    ...described,
    ...OF_SERVER,
    read: ({ report }, add) => {
      const count = report?.stats.count;
      for (const each of ['protected', 'evictable'] as const) {
        for (const [category, held] of Object.entries(count?.[each] ?? {})) add(held[name], { class: each, category });
      }
    },
  };
}

/** Every metric of a Redis under management. */
export const REDIS_METRICS: readonly RedisMetric[] = [
  {
    ...gauge(['cache_redis_up', 'cache.redis.up'], '1 where the last check reached the server, else 0.'),
    together: 'min',
    read: ({ report, failure }, add) => add(Number(report !== undefined && failure === undefined), {}),
  },
  one(
    gauge(
      ['cache_redis_check_timestamp_seconds', 'cache.redis.check.timestamp'],
      'When a check last reached the server, in seconds since 1970.',
      's',
    ),
    (_, { checkedAt }) => checkedAt / MS,
  ),
  one(
    gauge(['cache_redis_used_bytes', 'cache.redis.usage'], 'Bytes in use that count towards the limit.', 'By'),
    ({ usedBytes }) => usedBytes,
  ),
  one(
    gauge(['cache_redis_limit_bytes', 'cache.redis.limit'], 'The limit, where there is one.', 'By'),
    ({ maxBytes }) => maxBytes,
  ),
  one(
    gauge(['cache_redis_usage_ratio', 'cache.redis.utilization'], 'The share of the limit in use.'),
    ({ usage }) => usage,
  ),
  one(
    gauge(
      ['cache_redis_pressure_level', 'cache.redis.pressure_level'],
      'Memory pressure of the server: 0 normal, 1 warning, 2 critical.',
    ),
    ({ level }) => LEVELS.indexOf(level),
  ),
  one(
    gauge(
      ['cache_redis_fragmentation_ratio', 'cache.redis.fragmentation'],
      'Memory that the system gave to the server, for each byte in use.',
    ),
    ({ fragmentation }) => fragmentation,
  ),
  one(
    gauge(
      ['cache_redis_protected_ratio', 'cache.redis.protected.utilization'],
      'The share of the limit that protected keys take, estimated.',
    ),
    ({ protectedShare }) => protectedShare,
  ),
  {
    ...gauge(['cache_redis_keys', 'cache.redis.keys'], 'Keys, by whether they may be evicted.'),
    ...OF_SERVER,
    read: ({ report }, add) => {
      const { protectedKeys, evictableKeys } = report?.stats ?? {};
      if (protectedKeys !== undefined) add(protectedKeys, { class: 'protected' });
      if (evictableKeys !== undefined) add(evictableKeys, { class: 'evictable' });
    },
  },
  byCategory(
    gauge(['cache_redis_category_keys', 'cache.redis.category.keys'], 'Keys by category, at the last count.'),
    'keys',
  ),
  byCategory(
    gauge(
      ['cache_redis_category_bytes', 'cache.redis.category.size'],
      'Bytes by category, estimated at the last count.',
      'By',
    ),
    'bytes',
  ),
  one(
    counter(['cache_redis_evicted_keys_total', 'cache.redis.evicted_keys'], 'Keys that the server itself evicted.'),
    ({ evictedKeys }) => evictedKeys,
  ),
  {
    ...counter(['cache_redis_cleared_keys_total', 'cache.redis.cleared_keys'], 'Evictable keys that relief cleared.'),
    read: ({ counts }, add) => add(counts.clearedKeys, {}),
  },
  byResult(
    counter(['cache_redis_checks_total', 'cache.redis.checks'], 'Checks of the server, by how they ended.'),
    ({ checks, failedChecks }) => [checks, failedChecks],
  ),
  byResult(
    counter(['cache_redis_rebuilds_total', 'cache.redis.rebuilds'], 'Rebuilds of categories, by how they ended.'),
    ({ rebuilds, failedRebuilds }) => [rebuilds, failedRebuilds],
  ),
];
