import type { Duration } from '../options/duration.js';

/** What an adaptive `ttl` is told of the value that is about to be stored. */
export interface TtlEntry<K = unknown, V = unknown> {
  readonly key: K;
  readonly value: V;
  /** Milliseconds that its loader took; 0 where unknown. */
  readonly costMs: number;
  /** Bytes. */
  readonly weight: number;
}

/** Says for each value how long it is to live: milliseconds above 0, or a text such as `'30s'`. */
export type AdaptiveTtl<K = unknown, V = unknown> = (entry: TtlEntry<K, V>) => Duration;
