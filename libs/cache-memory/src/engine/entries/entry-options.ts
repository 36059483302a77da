import type { Duration } from '../options/duration.js';
import type { Priority } from '../eviction/priority.js';
import type { AdaptiveTtl } from '../freshness/adaptive-ttl.js';
import type { FreshnessOptions } from '../freshness/freshness-options.js';

/** What may be said of one entry when it is stored; all that is left out follows the cache's options. */
export interface EntryOptions<K = any, V = any> extends FreshnessOptions {
  /** Absolute lifetime, or a function that answers it for the value about to be stored. */
  readonly ttl?: Duration | AdaptiveTtl<K, V> | undefined;
  /** Sliding lifetime: starts anew with every hit. */
  readonly idleTtl?: Duration | undefined;
  /** Bytes, instead of the weigher's answer. */
  readonly weight?: number | undefined;
  /** Milliseconds that making the value takes, instead of the loader's measured time. */
  readonly cost?: number | undefined;
  /** Names by which the entry can be invalidated together with others. */
  readonly tags?: readonly string[] | undefined;
  /** `normal` unless said. */
  readonly priority?: Priority | undefined;
  /** Never expires and is never evicted; `false` unless said. Excludes `ttl`, `idleTtl` and all that keeps an entry fresh. */
  readonly protected?: boolean | undefined;
}
