import type { CacheMemorySnapshot } from '../standalone/cache-memory-snapshot.js';

/** What may be done through the endpoints, so that a page offers nothing else. */
export interface ManagementAllowances {
  /** Whether writes are on; a guard may still refuse them. */
  readonly writes: boolean;
  /** Whether entries are listed with their keys. */
  readonly keys: boolean;
  /** Whether the process lets its garbage be collected on demand. */
  readonly collection: boolean;
}

/** The answer of `GET cache-memory`: the snapshot, and what may be done. */
export interface ManagementStatus extends Pick<CacheMemorySnapshot, 'takenAt' | 'total' | 'regions' | 'memory'> {
  readonly allows: ManagementAllowances;
}
