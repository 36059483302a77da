import type { CacheMemory } from '../standalone/cache-memory.js';
import type { CacheMemorySnapshot } from '../standalone/cache-memory-snapshot.js';

/** One snapshot for all metrics of a scrape: they are asked for within one job. */
export class SharedSnapshot {
  #snapshot: CacheMemorySnapshot | undefined;

  constructor(private readonly cacheMemory: CacheMemory) {}

  /** The snapshot of this scrape. */
  current(): CacheMemorySnapshot {
    if (!this.#snapshot) {
      this.#snapshot = this.cacheMemory.snapshot();
      queueMicrotask(() => (this.#snapshot = undefined));
    }
    return this.#snapshot;
  }
}
