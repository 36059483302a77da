import type { Chunk } from '../results/chunk.js';
import type { Manifest } from '../results/manifest.js';
import type { ChunkSink } from './chunk-sink.js';
import type { MemorySet } from './memory-set.js';

/** Chunks that stay in memory; `keep` is told the set once it is complete. */
export class MemorySink implements ChunkSink {
  readonly kind = 'memory';

  constructor(
    readonly set: MemorySet,
    private readonly keep: (set: MemorySet) => void,
  ) {}

  get manifest(): Manifest {
    return this.set.manifest;
  }

  async put(chunk: Chunk): Promise<void> {
    this.set.add(chunk);
  }

  async complete(): Promise<void> {
    this.set.manifest = { ...this.set.manifest, status: 'complete' };
    this.keep(this.set);
  }

  async abandon(): Promise<void> {}
}
