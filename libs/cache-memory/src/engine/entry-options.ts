import type { Duration } from './duration.js';
import type { Priority } from './eviction/priority.js';

/** What may be said of one entry when it is stored; all that is left out follows the cache's options. */
export interface EntryOptions {
  /** Absolute lifetime. */
  readonly ttl?: Duration | undefined;
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
  /** Never expires and is never evicted; `false` unless said. Excludes `ttl` and `idleTtl`. */
  readonly protected?: boolean | undefined;
}
