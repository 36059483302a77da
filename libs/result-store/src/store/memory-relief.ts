import type { MemorySet } from './memory-set.js';
import type { MemoryShelf } from './memory-shelf.js';
import type { ParquetSinks } from './parquet-sinks.js';
import type { Reclaimer, StoreLog } from './store-options.js';

/**
 * Gives memory back by moving complete sets to the storage, the oldest first: nothing is lost, and where it fails they stay. Who reads
 * one goes on reading it in memory; who opens it next finds it on disk.
 */
export class MemoryRelief implements Reclaimer {
  readonly name = 'results in memory';
  readonly #moving = new Map<string, Promise<boolean>>();

  constructor(
    private readonly shelf: MemoryShelf,
    private readonly sinks: ParquetSinks,
    private readonly log: StoreLog,
  ) {}

  estimateBytes(): number {
    return this.shelf.bytes;
  }

  /** Begins to move so much; it is free a little later, so none is now. */
  reclaim(bytes: number): number {
    void this.move(bytes);
    return 0;
  }

  /** Moves sets until so many bytes are free; answers how many are. */
  async move(bytes: number): Promise<number> {
    let freed = 0;
    for (const set of this.shelf.sets) {
      if (freed >= bytes) break;
      if (await this.#moveOne(set)) freed += set.manifest.bytes;
    }
    return freed;
  }

  /** Resolves when a set is not being moved. */
  async settled(id: string): Promise<void> {
    await this.#moving.get(id);
  }

  #moveOne(set: MemorySet): Promise<boolean> {
    const { id } = set.manifest;
    const before = this.#moving.get(id);
    if (before) return before.then(() => false);
    const moving = this.#copy(set).finally(() => this.#moving.delete(id));
    this.#moving.set(id, moving);
    return moving;
  }

  async #copy(set: MemorySet): Promise<boolean> {
    const { id, bytes } = set.manifest;
    try {
      await this.sinks.copy(set);
      this.shelf.drop(id);
      this.log.log(`Set '${id}' of ${bytes} bytes has been moved from memory to disk`);
      return true;
    } catch (error) {
      this.log.warn(`Set '${id}' of ${bytes} bytes stays in memory: ${(error as Error).message}`);
      return false;
    }
  }
}
