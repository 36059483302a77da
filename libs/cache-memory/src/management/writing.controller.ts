import { Body, Delete, HttpCode, Injectable, Param, Patch, Post } from '@nestjs/common';
import type { CacheStats } from '../engine/statistics/cache-stats.js';
import type { TrimResult } from '../engine/entries/trim-target.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import type { MemorySettings } from '../standalone/memory-options.js';
import { type CollectionResult, ManagementWriter } from './management-writer.js';

/** The writing endpoints; `management-controllers.ts` gives them their path and guards. */
@Injectable()
export class WritingController {
  constructor(private readonly writer: ManagementWriter) {}

  @Post('memory/check')
  @HttpCode(200)
  check(): MemoryReport {
    return this.writer.check();
  }

  @Post('memory/evict')
  @HttpCode(200)
  async evict(@Body() body: unknown): Promise<TrimResult> {
    return this.writer.evict(body);
  }

  @Post('memory/reset')
  @HttpCode(200)
  reset(): { readonly regions: number } {
    return this.writer.reset();
  }

  @Post('gc')
  @HttpCode(200)
  collect(): CollectionResult {
    return this.writer.collect();
  }

  @Patch('memory')
  configureMemory(@Body() body: unknown): MemorySettings {
    return this.writer.configureMemory(body);
  }

  @Patch(':region')
  configureRegion(@Param('region') region: string, @Body() body: unknown): CacheStats {
    return this.writer.configureRegion(region, body);
  }

  @Delete(':region')
  clear(@Param('region') region: string): { readonly removed: number } {
    return this.writer.clear(region);
  }
}
