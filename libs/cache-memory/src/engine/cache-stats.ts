import type { CacheCounters } from './stats-counters.js';

/** A snapshot of one cache: its counters, and what it holds at this moment. */
export interface CacheStats extends CacheCounters {
  /** The cache's name. */
  readonly region: string;
  /** `hits / gets`, 0 to 1; 0 where nothing was asked yet. */
  readonly hitRate: number;
  readonly entries: number;
  /** Bytes that the entries hold, by the weigher. */
  readonly weight: number;
  /** Entries that are never evicted. */
  readonly protectedEntries: number;
  /** Bytes of the entries that are never evicted. */
  readonly protectedWeight: number;
  /** The most entries held at a time since the counters began. */
  readonly peakEntries: number;
  /** The most bytes held at a time since the counters began. */
  readonly peakWeight: number;
  /** The bound, or `undefined` where entries are bounded by bytes alone. */
  readonly maxEntries: number | undefined;
  /** The bound in bytes, or `undefined` where there is none. */
  readonly maxBytes: number | undefined;
  /** The nearer of both bounds: the share that is in use, 0 to 1. */
  readonly utilisation: number;
  /** Loads under way. */
  readonly loading: number;
  /** Evicted instances remembered weakly because somebody else may hold them; dead ones may be among them for a while. */
  readonly remembered: number;
}
