import { register, type Registry } from 'prom-client';
import { REDIS_METRICS } from '../exporters/redis-metrics.js';
import type { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import { registerMetrics } from './register-metrics.js';
import { type Sample, snapshotMetric } from './snapshot-metric.js';

/**
 * Adds the metrics of a Redis under management to a registry of prom-client, its global one unless given, and answers the function that
 * takes them out again; closing the service does so too. They are what the last check found: a scrape asks the server nothing. Throws
 * `DUPLICATE_METRICS` where the registry has metrics of these names.
 */
export function exposeRedisPrometheus(redisMemory: RedisMemoryService, registry: Registry = register): () => void {
  const metrics = REDIS_METRICS.map(({ prometheus, help, kind, together, read }) =>
    snapshotMetric({ name: prometheus, help, type: kind, aggregator: together }, () => {
      const samples: Sample[] = [];
      read(redisMemory, (value, labels) => samples.push({ value, labels }));
      return samples;
    }),
  );
  const takeOut = registerMetrics(registry, metrics, 'RedisMemoryService');
  const forgetClosing = redisMemory.on('redis.closed', () => hide());
  const hide = (): void => {
    forgetClosing();
    takeOut();
  };
  return hide;
}
