import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import type { MemoryReport } from '../../pressure/memory-report.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { findMisuses, type RegionUse } from './find-misuses.js';

/** Entries of a region that are looked at to see what it holds. */
const LOOKED_AT = 10;

/** Warns of common mistakes, each once, when a memory check shows them. */
@Injectable()
export class MisuseLogger implements OnApplicationBootstrap {
  readonly #logger = new Logger('CacheMemory');
  readonly #said = new Set<string>();
  #checks = 0;

  constructor(private readonly cacheMemory: CacheMemory) {}

  onApplicationBootstrap(): void {
    this.cacheMemory.on('memory.checked', (report) => this.#look(report));
  }

  #look({ readings }: MemoryReport): void {
    const isStarting = this.#checks++ === 0; // enableShutdownHooks() may still come
    const limit = readings.find(({ source }) => source === 'container') ?? readings.find(isMachine);
    const misuses = findMisuses({
      regions: this.cacheMemory.regions().map((cache) => this.#useOf(cache)),
      containerLimitBytes: limit?.limitBytes,
      hearsSignals: isStarting ? undefined : process.listenerCount('SIGTERM') + process.listenerCount('SIGINT') > 0,
    });
    for (const { code, text, remedy } of misuses) {
      if (this.#said.has(code)) continue;
      this.#said.add(code);
      this.#logger.warn(`Common mistake ${code.split(' ', 1)[0]}: ${text}; ${remedy}`);
    }
  }

  #useOf(cache: MethodInstanceCache): RegionUse {
    const { region, retention } = cache;
    const { gets, hits, recalls, insertions, maxBytes } = cache.stats();
    return {
      region,
      isDeclared: region !== this.cacheMemory.defaultRegion,
      retention,
      hasPrimitives: retention !== 'strong' && holdsPrimitives(cache),
      maxBytes,
      gets,
      answered: hits + recalls,
      insertions,
    };
  }
}

function isMachine({ source }: { readonly source: string }): boolean {
  return source === 'machine';
}

function holdsPrimitives(cache: MethodInstanceCache): boolean {
  let looked = 0;
  for (const { key } of cache.entries()) {
    if (isPrimitive(cache.peek(key))) return true;
    if (++looked === LOOKED_AT) break;
  }
  return false;
}

function isPrimitive(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && (typeof value !== 'object' || value === null);
}
