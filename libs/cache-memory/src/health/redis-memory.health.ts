import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import { healthOptionsProblem } from './assess-health.js';
import { assessRedisHealth } from './assess-redis-health.js';
import type { CacheMemoryHealthOptions } from './health-options.js';
import { type HealthDetails, sayHealth } from './say-health.js';

/**
 * The Terminus health indicator of a Redis' memory. It answers from the last check, asks the server nothing, and never throws: a
 * server that could not be reached is a `down` with a message.
 */
@Injectable()
export class RedisMemoryHealthIndicator {
  constructor(
    private readonly healthIndicatorService: HealthIndicatorService,
    private readonly redisMemory: RedisMemoryService,
  ) {}

  /** `up`, `degraded` or `down` under `key`, with usage, limit, level, policy, fragmentation and what is protected. */
  check(key: string = 'redis_memory', options: CacheMemoryHealthOptions = {}): HealthIndicatorResult {
    const session = this.healthIndicatorService.check(key);
    const problem = healthOptionsProblem(options);
    if (problem !== undefined) return session.down({ message: problem });
    return sayHealth(session, assessRedisHealth(this.redisMemory, options), this.#details());
  }

  #details(): HealthDetails {
    const { report, failure } = this.redisMemory;
    const message = failure?.message ?? (report ? undefined : 'no check yet');
    if (!report) return { message };
    const { usage, usedBytes, maxBytes, level, policy, fragmentation, protectedKeys, protectedShare } = report.stats;
    return {
      ...(message !== undefined && { message }),
      usage,
      usedBytes,
      maxBytes,
      level,
      policy,
      fragmentation,
      protectedKeys,
      protectedShare,
      checkedAt: new Date(report.checkedAt).toISOString(),
    };
  }
}
