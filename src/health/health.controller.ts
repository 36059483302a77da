import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { CacheMemoryHealthIndicator } from 'nestjs-cache-memory/terminus';

/** `GET /health`: `ok`, and `degraded` (still 200) when memory fills. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly cacheMemory: CacheMemoryHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.cacheMemory.check('cache_memory')]);
  }
}
