import { Injectable, NotImplementedException } from '@nestjs/common';
import type { CacheConfiguration } from '../engine/cache-options.js';
import type { CacheStats } from '../engine/statistics/cache-stats.js';
import { CacheMemoryError } from '../engine/errors.js';
import type { TrimResult } from '../engine/entries/trim-target.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import type { MemoryConfiguration, MemorySettings } from '../standalone/memory-options.js';
import { readEvictRequest } from './evict-request.js';
import { findCollector } from './find-collector.js';

/** What a garbage collection on demand changed; sizes are bytes. */
export interface CollectionResult {
  readonly heapUsedBefore: number;
  readonly heapUsedAfter: number;
  readonly tookMs: number;
}

/** Does what the writing endpoints are asked. */
@Injectable()
export class ManagementWriter {
  constructor(private readonly cacheMemory: CacheMemory) {}

  /** Makes a memory check. */
  check(): MemoryReport {
    return this.cacheMemory.check();
  }

  /** Evicts from a region or from all, a slice at a time; protected entries stay. Rejects with what is wrong in the body, or `UNKNOWN_REGION`. */
  async evict(body: unknown): Promise<TrimResult> {
    const { region, amount } = readEvictRequest(body);
    return this.cacheMemory.evictGently(amount, region);
  }

  /** Lets every region count anew. */
  reset(): { readonly regions: number } {
    const caches = this.cacheMemory.regions();
    for (const cache of caches) cache.resetStats();
    return { regions: caches.length };
  }

  /** Collects garbage. Answers 501 where the process does not expose it. */
  collect(): CollectionResult {
    const collect = findCollector();
    if (!collect)
      throw new NotImplementedException('The process does not expose its collector; start it with --expose-gc.');
    const heapUsedBefore = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    collect();
    const tookMs = performance.now() - startedAt;
    return { heapUsedBefore, heapUsedAfter: process.memoryUsage().heapUsed, tookMs };
  }

  /** Removes every entry of a region, protected ones too. Throws `UNKNOWN_REGION`. */
  clear(name: string): { readonly removed: number } {
    return { removed: this.cacheMemory.region(name).clear() };
  }

  /** Changes bounds, lifetimes or policy of a region. Throws `UNKNOWN_REGION`, or what is wrong in the body. */
  configureRegion(name: string, body: unknown): CacheStats {
    const cache = this.cacheMemory.region(name);
    cache.configure(changesIn<CacheConfiguration>(body, 'maxEntries'));
    return cache.stats();
  }

  /** Changes limit and thresholds. Throws what is wrong in the body. */
  configureMemory(body: unknown): MemorySettings {
    this.cacheMemory.configureMemory(changesIn<MemoryConfiguration>(body, 'limit'));
    return this.cacheMemory.memory;
  }
}

/** A body that changes something; what is in it is checked by whom it is for. */
function changesIn<T extends object>(body: unknown, example: keyof T & string): T {
  if (typeof body === 'object' && body !== null && Object.keys(body).length > 0) return body as T;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'body',
    expected: 'an object of options to change',
    found: 'none',
    remedy: `send JSON such as { "${example}": ... }`,
  });
}
