import { Controller, Get } from '@nestjs/common';
import { CacheMemory, type CacheStats, type MemoryReport } from 'nestjs-cache-memory';

/** `GET /cache`: the statistics of every region, and the last memory report. */
@Controller('cache')
export class StatisticsController {
  constructor(private readonly cacheMemory: CacheMemory) {}

  @Get()
  statistics(): { regions: Record<string, CacheStats>; memory: MemoryReport } {
    const regions = this.cacheMemory.regions().map((cache) => [cache.region, cache.stats()] as const);
    return { regions: Object.fromEntries(regions), memory: this.cacheMemory.report() };
  }
}
