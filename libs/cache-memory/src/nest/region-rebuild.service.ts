import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import type { RebuildReport } from '../sources/rebuild-report.js';
import { CacheMemory } from '../standalone/cache-memory.js';

/** Rebuilds the regions that say `rebuildAtStart` before the application listens, and logs every rebuild. A source that fails then keeps it from starting. */
@Injectable()
export class RegionRebuildService implements OnModuleInit, OnApplicationBootstrap {
  readonly #logger = new Logger('CacheMemory');

  constructor(private readonly cacheMemory: CacheMemory) {}

  onModuleInit(): void {
    this.cacheMemory.on('region.rebuilt', (report) => this.#log(report));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.cacheMemory.rebuildAtStart();
  }

  #log({ of, entries, removed, skipped, problems, tookMs }: RebuildReport): void {
    this.#logger.log(`Region '${of}' rebuilt: ${entries} entries, ${removed} removed, in ${Math.round(tookMs)} ms`);
    if (skipped === 0) return;
    const first = problems.map(({ line, reason }) => (line === undefined ? reason : `line ${line}: ${reason}`));
    this.#logger.warn(`Region '${of}': its source left out ${skipped}: ${first.join('; ')}`);
  }
}
