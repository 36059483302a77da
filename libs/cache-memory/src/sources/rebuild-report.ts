import type { SourceProblem } from './source-reading.js';

/** How far a rebuild has come. */
export interface RebuildProgress {
  /** Pairs that the source has given. */
  readonly entries: number;
  /** Parts of the source that were left out, such as rows that are wrong. */
  readonly skipped: number;
  /** How much of the source has been read, from 0 to 1; `undefined` where the source does not say. */
  readonly share: number | undefined;
}

/** What a rebuild came to. */
export interface RebuildReport {
  /** What was rebuilt: a region, or a category of Redis. */
  readonly of: string;
  /** Entries that it holds from its source now. */
  readonly entries: number;
  /** Protected entries from before that the source does not give any more, and that were removed. */
  readonly removed: number;
  /** Parts of the source that were left out. */
  readonly skipped: number;
  /** The first ten of them. */
  readonly problems: readonly SourceProblem[];
  /** Milliseconds. */
  readonly tookMs: number;
}

/** How a rebuild is followed and ended. */
export interface RebuildOptions {
  /** Hears of every 500 entries, and of the end. */
  readonly onProgress?: ((progress: RebuildProgress) => void) | undefined;
  /** Hears of every part of the source that is left out, such as a row that is wrong; reports keep the first ten alone. */
  readonly onProblem?: ((problem: SourceProblem) => void) | undefined;
  /** Ends the rebuild; what was there before stays, and the rebuild rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
