import type { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import type { CacheMemoryHealth } from './assess-health.js';
import type { CacheMemoryHealthOptions } from './health-options.js';

/** The health that the last check of a Redis means: `down` where it could not be reached or `downAt` says so. */
export function assessRedisHealth(
  { report, failure }: Pick<RedisMemoryService, 'report' | 'failure'>,
  { degradedAt, downAt }: CacheMemoryHealthOptions,
): CacheMemoryHealth {
  if (failure || !report) return 'down';
  const { usage = 0, level } = report.stats;
  if (downAt !== undefined && usage >= downAt) return 'down';
  const isDegraded = degradedAt === undefined ? level !== 'normal' : usage >= degradedAt;
  return isDegraded ? 'degraded' : 'up';
}
