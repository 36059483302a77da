import type { SourceReading } from './source-reading.js';

/**
 * Where protected entries come from: each call reads the source anew, from its beginning, and gives pairs of key and value. Where
 * a key comes twice, the later pair counts. What it throws reaches whoever asked for the rebuild, unchanged.
 */
export type RecoverySource<K = any, V = any> = (
  reading: SourceReading,
) => Iterable<readonly [K, V]> | AsyncIterable<readonly [K, V]>;
