import type { Chunk } from '../results/chunk.js';
import type { Manifest } from '../results/manifest.js';

/** Where the chunks of a set go. */
export interface ChunkSink {
  readonly kind: 'memory' | 'parquet';
  /** What has been committed so far. */
  readonly manifest: Manifest;
  /** Takes a chunk; resolves once there is room for the next. */
  put(chunk: Chunk): Promise<void>;
  /** Waits for all that was taken, and marks the set as complete. */
  complete(): Promise<void>;
  /** Ends at once; what has been committed stays. */
  abandon(): Promise<void>;
}
