import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { CacheMemory } from '../standalone/cache-memory.js';
import { assessHealth, healthOptionsProblem } from './assess-health.js';
import type { CacheMemoryHealthOptions } from './health-options.js';
import { type HealthDetails, type HealthSession, sayHealth } from './say-health.js';

/**
 * The Terminus health indicator of the caches' memory. It answers from the last memory check, costs nothing, and never throws:
 * whatever goes wrong is a `down` with a message. Terminus 11 has no `degraded`: there it says `up` with `degraded: true`.
 */
@Injectable()
export class CacheMemoryHealthIndicator {
  constructor(
    private readonly healthIndicatorService: HealthIndicatorService,
    private readonly cacheMemory: CacheMemory,
  ) {}

  /** `up`, `degraded` or `down` under `key`, with usage, limit, level and the hit rate. */
  check(key: string = 'cache_memory', options: CacheMemoryHealthOptions = {}): HealthIndicatorResult {
    const session: HealthSession = this.healthIndicatorService.check(key);
    const problem = healthOptionsProblem(options);
    if (problem !== undefined) return session.down({ message: problem });
    try {
      const report = this.cacheMemory.report();
      const brokenTiers = this.#brokenTiers();
      const details = { ...this.#details(), ...(brokenTiers.length > 0 && { brokenTiers }) };
      return sayHealth(session, assessHealth(report, options, brokenTiers.length > 0), details);
    } catch (error) {
      return session.down({ message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The regions whose tier is not asked because it failed too often. */
  #brokenTiers(): readonly string[] {
    const stats = this.cacheMemory.regions().map((region) => region.stats());
    return stats.filter(({ tier }) => tier === 'broken').map(({ region }) => region);
  }

  #details(): HealthDetails {
    const { usage, usedBytes, limitBytes, source, level, checkedAt } = this.cacheMemory.report();
    const stats = this.cacheMemory.regions().map((region) => region.stats());
    const gets = stats.reduce((sum, each) => sum + each.gets, 0);
    const hits = stats.reduce((sum, each) => sum + each.hits, 0);
    return {
      usage,
      usedBytes,
      limitBytes,
      source,
      level,
      hitRate: gets === 0 ? 0 : hits / gets,
      checkedAt: new Date(checkedAt).toISOString(),
    };
  }
}
