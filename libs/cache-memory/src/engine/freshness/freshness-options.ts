import type { Duration } from '../options/duration.js';

/** What may be said of how an entry is kept fresh. All of it needs a `ttl`: what never expires is never renewed. */
export interface FreshnessOptions {
  /**
   * How long after its `ttl` a value may still be served by `getOrCreate`, at once, while the caller's loader makes the next one
   * in the background (RFC 5861); none unless said.
   */
  readonly staleWhileRevalidate?: Duration | undefined;
  /** How long after its `ttl` a value is served in place of the error of a loader that fails or takes too long; none unless said. */
  readonly grace?: Duration | undefined;
  /**
   * The share of the `ttl`, above 0 and below 1, after which a hit of `getOrCreate` has the next value made in the background
   * while this one is still fresh; none unless said.
   */
  readonly refreshAhead?: number | undefined;
  /**
   * The share of the `ttl`, above 0 and below 1, by which lifetimes are shortened at random, so that what was stored together
   * does not expire together; never lengthens one; none unless said.
   */
  readonly jitter?: number | undefined;
}
