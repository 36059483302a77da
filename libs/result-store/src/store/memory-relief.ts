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
  #isClosed = false;

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
    this.move(bytes).catch(() => undefined); // a log may throw, and nobody waits
    return 0;
  }

  /** Moves sets until so many bytes are free; answers how many are. */
  async move(bytes: number): Promise<number> {
    let freed = 0;
    for (const { manifest } of this.shelf.sets) {
      if (freed >= bytes || this.#isClosed) break;
      const set = this.shelf.find(manifest.id); // it may have been removed while another was moved
      if (set && (await this.#moveOne(set))) freed += manifest.bytes;
    }
    return freed;
  }

  /** Resolves when the move of a set that is under way has ended; `undefined` where it is not being moved. */
  settling(id: string): Promise<unknown> | undefined {
    return this.#moving.get(id)?.catch(() => undefined);
  }

  /** Moves no further set; resolves when none is being moved. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#moving.values());
  }

  #moveOne(set: MemorySet): Promise<boolean> {
    const { id } = set.manifest;
    const before = this.#moving.get(id);
    if (before) return before.then(() => false);
    const begun = Promise.resolve().then(() => this.#copy(set)); // known before it begins, to whoever removes or closes as it does
    const moving = begun.finally(() => this.#moving.delete(id));
    this.#moving.set(id, moving);
    return moving;
  }

  async #copy(set: MemorySet): Promise<boolean> {
    const { id, bytes } = set.manifest;
    try {
      await this.sinks.copy(set);
    } catch (error) {
      this.log.warn(`Set '${id}' of ${bytes} bytes stays in memory: ${(error as Error).message}`);
      return false;
    }
    this.shelf.drop(id);
    this.log.log(`Set '${id}' of ${bytes} bytes has been moved from memory to disk`);
    return true;
  }
}
