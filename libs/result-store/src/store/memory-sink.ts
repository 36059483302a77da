import type { Chunk } from '../results/chunk.js';
import type { Manifest } from '../results/manifest.js';
import type { ChunkSink } from './chunk-sink.js';
import type { MemorySet } from './memory-set.js';

/** Chunks that stay in memory; `keep` is told the set once it is complete. */
export class MemorySink implements ChunkSink {
  readonly kind = 'memory';
  #failure: unknown;

  constructor(
    private readonly set: MemorySet,
    private readonly keep: (set: MemorySet) => void,
  ) {}

  get manifest(): Manifest {
    return this.set.manifest;
  }

  /** The set so far. Throws what a chunk was refused with: without it, the set is not whole. */
  get whole(): MemorySet {
    if (this.#failure !== undefined) throw this.#failure;
    return this.set;
  }

  async put(chunk: Chunk): Promise<void> {
    const { whole } = this;
    try {
      whole.add(chunk);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  async complete(): Promise<void> {
    const { whole } = this;
    whole.manifest = { ...whole.manifest, status: 'complete' };
    this.keep(whole);
  }

  async abandon(): Promise<void> {}
}
