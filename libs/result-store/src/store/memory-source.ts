import type { Manifest } from '../results/manifest.js';
import type { QueryPlan } from '../results/query.js';
import type { Batch, ReadPlan, SetSource } from '../results/set-source.js';
import type { MemorySet } from './memory-set.js';

/** One reader of a set in memory. */
export class MemorySource implements SetSource {
  readonly kind = 'memory';
  readonly files: readonly string[] = [];

  constructor(private readonly set: MemorySet) {
    set.readers++;
  }

  get manifest(): Manifest {
    return this.set.manifest;
  }

  batches(plan: QueryPlan): AsyncIterable<Batch> {
    return this.set.batches(plan);
  }

  async explain(plan: QueryPlan): Promise<ReadPlan> {
    return this.set.explain(plan);
  }

  async close(): Promise<void> {
    this.set.readers--;
  }
}
