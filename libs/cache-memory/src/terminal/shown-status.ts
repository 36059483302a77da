import type { CacheMemorySnapshot } from '../standalone/cache-memory-snapshot.js';

/** What the management endpoints answer, as far as it is shown. */
export type ShownStatus = Pick<CacheMemorySnapshot, 'takenAt' | 'total' | 'regions' | 'memory'>;
