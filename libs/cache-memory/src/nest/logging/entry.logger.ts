import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { describeValue } from '../../engine/options/describe-value.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { logLine } from './log-line.js';

/** Logs at level `debug` what happens to each entry, with its key and never with its value; `logEntries: true` brings it. */
@Injectable()
export class EntryLogger implements OnApplicationBootstrap {
  readonly #logger = new Logger('CacheMemory');

  constructor(private readonly cacheMemory: CacheMemory) {}

  onApplicationBootstrap(): void {
    this.cacheMemory.eachRegion((cache) => this.#listen(cache));
  }

  #listen(cache: MethodInstanceCache): void {
    const { region } = cache;
    const say = (title: string, key: unknown, more: Readonly<Record<string, string | number | undefined>> = {}): void =>
      this.#logger.debug(logLine(title, { region, key: describeValue(key), ...more }));
    cache.on('entry.removed', ({ key, cause, weight, costMs, ageMs, accesses }) =>
      say('Entry removed', key, { cause, weight, costMs, ageMs, accesses }),
    );
    cache.on('entry.rejected', ({ key, weight }) => say('Entry rejected', key, { weight }));
    cache.on('entry.revived', ({ key }) => say('Entry revived', key));
    cache.on('load.failed', ({ key, error }) => say('Load failed', key, { error: reasonOf(error) }));
    cache.on('store.failed', ({ key, error }) => say('Store failed', key, { error: reasonOf(error) }));
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name} ${error.message}` : describeValue(error);
}
