/** The few figures of `CacheStats` by which memory is governed. */
export interface CacheBrief {
  readonly entries: number;
  /** Bytes that the entries hold, by the weigher. */
  readonly weight: number;
  /** Entries that are never evicted. */
  readonly protectedEntries: number;
  /** Bytes of the entries that are never evicted. */
  readonly protectedWeight: number;
  /** The bound in bytes; `Infinity` for none. */
  readonly maxBytes: number;
  /** Hits so far. */
  readonly hits: number;
  /** Milliseconds that they saved. */
  readonly timeSavedMs: number;
}
