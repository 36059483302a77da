import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { describeValue } from '../../engine/options/describe-value.js';
import { reasonOf } from '../../engine/options/reason-of.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { AlertPace } from '../../pressure/governor/alert-pace.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { logLine } from './log-line.js';

/** Logs what is wrong with tiers: one that breaks or works again, and failures, one a minute for an operation of a region; keys at `debug` only. */
@Injectable()
export class TierLogger implements OnApplicationBootstrap {
  readonly #logger = new Logger('CacheMemory');
  readonly #pace = new AlertPace();

  constructor(private readonly cacheMemory: CacheMemory) {}

  onApplicationBootstrap(): void {
    this.cacheMemory.eachRegion((cache) => this.#listen(cache));
  }

  #listen(cache: MethodInstanceCache): void {
    const { region } = cache;
    cache.on('tier.changed', ({ state, reason }) => {
      const line = logLine(`The tier is ${state}`, {
        region,
        reason: reason === undefined ? undefined : reasonOf(reason),
      });
      if (state === 'broken') this.#logger.warn(line);
      else this.#logger.log(line);
    });
    cache.on('tier.failed', ({ operation, key, error }) => {
      const heldBack = this.#pace.pass(`${region} ${operation}`, Date.now());
      if (heldBack !== undefined) {
        this.#logger.warn(logLine('A tier failed', { region, operation, error: reasonOf(error), heldBack }));
      }
      this.#logger.debug(logLine('A tier failed', { region, operation, key: describeValue(key) }));
    });
  }
}
