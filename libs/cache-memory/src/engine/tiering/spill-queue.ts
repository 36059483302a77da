import type { SpillJob } from './spill-job.js';

/** The most entries that wait to be written, and the most bytes. */
const MOST_WRITES = 1_024;
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * What waits to be done, one job a key, the latest wish in place of the one before. Writes are bounded in number and bytes.
 */
export class SpillQueue<K, V> {
  readonly #jobs = new Map<K, SpillJob<V>>();
  #writes = 0;
  #bytes = 0;

  get size(): number {
    return this.#jobs.size;
  }

  /** Whether one more entry of this weight may wait. */
  hasRoom(weight: number): boolean {
    return this.#writes === 0 || (this.#writes < MOST_WRITES && this.#bytes + weight <= MOST_BYTES);
  }

  find(key: K): SpillJob<V> | undefined {
    return this.#jobs.size === 0 ? undefined : this.#jobs.get(key);
  }

  /** Whether the tier may have an older copy of a key once its waiting job is gone. */
  isOver(key: K): boolean {
    const job = this.find(key);
    return job !== undefined && (job.kind === 'forget' || job.isOver);
  }

  add(key: K, job: SpillJob<V>): void {
    this.take(key);
    this.#jobs.set(key, job);
    if (job.kind === 'forget') return;
    this.#writes++;
    this.#bytes += job.entry.weight;
  }

  /** Takes the job of a key out. */
  take(key: K): SpillJob<V> | undefined {
    const job = this.find(key);
    if (!job) return undefined;
    this.#jobs.delete(key);
    if (job.kind === 'write') {
      this.#writes--;
      this.#bytes -= job.entry.weight;
    }
    return job;
  }

  /** The jobs in the order in which they came. */
  entries(): IterableIterator<[K, SpillJob<V>]> {
    return this.#jobs.entries();
  }
}
