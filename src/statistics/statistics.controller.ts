import { Controller, Get } from '@nestjs/common';
import { CacheMemory, type CacheMemorySnapshot } from 'nestjs-cache-memory';

/** `GET /cache`: the statistics of every region and in total, and the last memory report. */
@Controller('cache')
export class StatisticsController {
  constructor(private readonly cacheMemory: CacheMemory) {}

  @Get()
  statistics(): CacheMemorySnapshot {
    return this.cacheMemory.snapshot();
  }
}
