import type { Chunk } from '../results/chunk.js';
import type { ManifestFile } from '../results/manifest.js';
import type { Schema } from '../results/schema.js';

/** What an encoder has to know of the set that it writes. */
export interface EncoderJob {
  /** The directory of the set. */
  readonly directory: string;
  readonly schema: Schema;
  readonly partitionBy: readonly string[];
  /** Subjects in a row group. */
  readonly groupSubjects: number;
  /** How many chunks have been committed before. */
  readonly chunksBefore: number;
  /** The summaries of those, where there are any. */
  readonly summaryFile: string | undefined;
}

/** What has been written of a chunk; it counts once the manifest names it. */
export interface EncodedChunk {
  readonly files: readonly ManifestFile[];
  readonly summaryFile: string;
}

/** Turns chunks into files, one after the other. */
export interface ChunkEncoder {
  encode(chunk: Chunk): Promise<EncodedChunk>;
  /** Ends at once; what is being encoded is rejected. */
  close(): Promise<void>;
}
