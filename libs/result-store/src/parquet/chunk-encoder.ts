import type { Chunk } from '../results/chunk.js';
import type { ManifestFile } from '../results/manifest.js';
import type { Schema } from '../results/schema.js';
import type { SummaryData } from '../summaries/summary-table.js';

/** What an encoder has to know of the set that it writes. */
export interface EncoderJob {
  readonly schema: Schema;
  readonly partitionBy: readonly string[];
  /** Subjects in a row group. */
  readonly groupSubjects: number;
  /** How many chunks have been committed before. */
  readonly chunksBefore: number;
  /** The summaries of those. */
  readonly summaries: SummaryData;
}

/** A file that is to be put. */
export interface EncodedFile {
  readonly named: ManifestFile;
  readonly contents: Uint8Array;
}

/** A chunk as files, and the summaries of all chunks so far. */
export interface EncodedChunk {
  readonly files: readonly EncodedFile[];
  readonly summaryFile: string;
  readonly summaries: Uint8Array;
}

/** Turns chunks into the bytes of files, one after the other. */
export interface ChunkEncoder {
  encode(chunk: Chunk): Promise<EncodedChunk>;
  /** Ends at once; what is being encoded is rejected. */
  close(): Promise<void>;
}
