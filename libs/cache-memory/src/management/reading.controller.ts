import { Get, Header, Injectable, Param, Query, Sse } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { CacheStats } from '../engine/statistics/cache-stats.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import type { EntryPage } from './entry-page.js';
import { EventStream, type ManagementEvent } from './event-stream.js';
import { ManagementReader } from './management-reader.js';
import type { ManagementStatus } from './management-status.js';

/** The reading endpoints; `management-controllers.ts` gives them their path and guards. */
@Injectable()
export class ReadingController {
  constructor(
    private readonly reader: ManagementReader,
    private readonly stream: EventStream,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  status(): ManagementStatus {
    return this.reader.status();
  }

  @Get('memory')
  @Header('Cache-Control', 'no-store')
  memory(): MemoryReport {
    return this.reader.memory();
  }

  @Sse('events')
  events(): Observable<ManagementEvent> {
    return this.stream.stream();
  }

  @Get(':region')
  @Header('Cache-Control', 'no-store')
  region(@Param('region') region: string): CacheStats {
    return this.reader.region(region);
  }

  @Get(':region/entries')
  @Header('Cache-Control', 'no-store')
  entries(@Param('region') region: string, @Query() query: unknown): Promise<EntryPage> {
    return this.reader.entries(region, query);
  }
}
