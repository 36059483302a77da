import type { CacheHoldings } from './cache-holdings.js';
import type { CacheRates } from './counter-arithmetic.js';
import type { CacheCounters } from './stats-counters.js';
import type { TierState } from '../tiering/entry-tier.js';

/** A snapshot of one cache: its counters, what they say, and what it holds at this moment. */
export interface CacheStats extends CacheCounters, CacheRates, CacheHoldings {
  /** The cache's name. */
  readonly region: string;
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
  /** Whether its tier answers: `none` where there is none, `broken` while it is not asked because it failed too often. */
  readonly tier: TierState;
}
