import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { describeValue } from '../../engine/options/describe-value.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { logLine } from './log-line.js';

/** Logs what goes wrong in the lives of instances: disposals that fail, and leases that outlast `drainTimeout`; keys at `debug` only. */
@Injectable()
export class InstanceLifeLogger implements OnApplicationBootstrap {
  readonly #logger = new Logger('CacheMemory');

  constructor(private readonly cacheMemory: CacheMemory) {}

  onApplicationBootstrap(): void {
    this.cacheMemory.eachRegion((cache) => this.#listen(cache));
  }

  #listen(cache: MethodInstanceCache): void {
    const { region } = cache;
    cache.on('disposal.failed', ({ key, cause, error }) => {
      this.#logger.error(`A disposal in region '${region}' (${cause}) failed`, error);
      this.#logger.debug(logLine('Disposal failed', { region, key: describeValue(key), cause }));
    });
    cache.on('lease.overdue', ({ key, cause, leases, ageMs }) => {
      this.#logger.warn(
        `An instance in region '${region}' (${cause}) cannot be disposed: ` +
          `${leases} ${leases === 1 ? 'lease is' : 'leases are'} open, the oldest one for ${Math.round(ageMs)} ms`,
      );
      this.#logger.debug(logLine('Lease overdue', { region, key: describeValue(key), cause, leases, ageMs }));
    });
  }
}
