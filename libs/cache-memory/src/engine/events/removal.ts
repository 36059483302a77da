/**
 * Why an entry left the cache.
 *
 * Evictions, which nobody requested: `size` (a bound was reached), `expired` (its lifetime ended), `collected` (it was held
 * weakly and the garbage collector took it), `pressure` (memory was short). Requests: `deleted`, `cleared`, `invalidated`
 * (by a tag), `replaced` (its key was given another value, or the loader that was to renew it answered that there is none),
 * `closed` (the cache was).
 */
export type RemovalCause =
  'size' | 'expired' | 'collected' | 'pressure' | 'deleted' | 'cleared' | 'invalidated' | 'replaced' | 'closed';

/** Every cause there is, in the order in which statistics list them. */
export const REMOVAL_CAUSES: readonly RemovalCause[] = [
  'size',
  'expired',
  'collected',
  'pressure',
  'deleted',
  'cleared',
  'invalidated',
  'replaced',
  'closed',
];

/** The causes that nobody requested. */
export type EvictionCause = 'size' | 'expired' | 'collected' | 'pressure';

/** Whether a cause is an eviction: a removal that nobody requested. */
export function isEviction(cause: RemovalCause): cause is EvictionCause {
  return cause === 'size' || cause === 'expired' || cause === 'collected' || cause === 'pressure';
}

/** One departure from the cache, told after the cache's state is whole again. */
export interface Removal<K, V> {
  readonly key: K;
  /** The value that left; `undefined` where the collector took it. */
  readonly value: V | undefined;
  readonly cause: RemovalCause;
  /** Bytes that the entry held. */
  readonly weight: number;
  /** Milliseconds that its loader took; 0 where unknown. */
  readonly costMs: number;
  /** Milliseconds since it was stored; `undefined` where the cache keeps no details. */
  readonly ageMs: number | undefined;
  /** Hits that it had; `undefined` where the cache keeps no details. */
  readonly accesses: number | undefined;
}
