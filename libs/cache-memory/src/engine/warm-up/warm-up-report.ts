/** How far a warm-up has come. */
export interface WarmUpProgress {
  /** Keys whose value was made and stored. */
  readonly loaded: number;
  /** Keys that had a fresh value already. */
  readonly present: number;
  /** Keys whose loader threw, rejected or timed out. */
  readonly failed: number;
  /** Keys whose value was made but not stored: it was too heavy, refused, removed at once, or `undefined`. */
  readonly rejected: number;
}

/**
 * Why a warm-up ended before its source: `full` (the next value would have pushed out one that the warm-up had stored or found),
 * `pressure` (background loads were paused), `aborted` (by its `signal`), `closed` (the cache was), `source` (the source of keys threw).
 */
export type WarmUpStop = 'full' | 'pressure' | 'aborted' | 'closed' | 'source';

/** What a warm-up came to. */
export interface WarmUpReport<K> extends WarmUpProgress {
  /** The first ten failures: what loaders threw, by key, and what the source threw, without one. */
  readonly errors: readonly { readonly key?: K | undefined; readonly error: unknown }[];
  /** Milliseconds. */
  readonly tookMs: number;
  /** `undefined` where every key had its turn. */
  readonly stoppedBy: WarmUpStop | undefined;
}
