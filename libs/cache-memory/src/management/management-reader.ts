import { Inject, Injectable } from '@nestjs/common';
import type { CacheStats } from '../engine/statistics/cache-stats.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { type EntryPage, readEntryPage } from './entry-page.js';
import { readEntryPageRequest } from './entry-page-request.js';
import type { ManagementSettings } from './management-options.js';
import { MANAGEMENT_SETTINGS } from './management-settings.token.js';
import type { ManagementStatus } from './management-status.js';
import { findCollector } from './find-collector.js';

/** Answers what the reading endpoints are asked. */
@Injectable()
export class ManagementReader {
  constructor(
    private readonly cacheMemory: CacheMemory,
    @Inject(MANAGEMENT_SETTINGS) private readonly settings: ManagementSettings,
  ) {}

  /** Everything: each region, the total, memory, and what may be done. */
  status(): ManagementStatus {
    const { takenAt, total, regions, memory } = this.cacheMemory.snapshot();
    const { writes, showKeys } = this.settings;
    return {
      takenAt,
      total,
      regions,
      memory,
      allows: { writes, keys: showKeys, collection: writes && findCollector() !== undefined },
    };
  }

  /** The report of the last look at memory. */
  memory(): MemoryReport {
    return this.cacheMemory.report();
  }

  /** The statistics of a region. Throws `UNKNOWN_REGION`. */
  region(name: string): CacheStats {
    return this.cacheMemory.region(name).stats();
  }

  /** A page of a region's entries. Throws `UNKNOWN_REGION`, or what is wrong in the query. */
  async entries(name: string, query: unknown): Promise<EntryPage> {
    const request = readEntryPageRequest(query);
    return readEntryPage(this.cacheMemory.region(name), request, this.settings.showKeys);
  }
}
