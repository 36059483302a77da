import { type CacheOptions, readCacheOptions } from '../engine/cache-options.js';
import { describeValue } from '../engine/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';
import { ownershipOf } from '../engine/instances/ownership.js';
import type { Weigher } from '../engine/weigher.js';
import { sizeOf } from '../sizing/size-of.js';

/** The options of a named region; everything is as for one cache, and values are measured where no `weigher` is given. */
export interface RegionOptions<K = any, V = any> extends CacheOptions<K, V> {
  /** The name by which the region is injected and shown. */
  readonly region: string;
}

const measured: Weigher<unknown, unknown> = (value) => ownershipOf(value)?.weight() ?? sizeOf(value);

/** The options of a region's cache, checked. Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `UNBOUNDED_CACHE`. */
export function readRegion<K, V>(options: RegionOptions<K, V>): CacheOptions<K, V> {
  checkRegionName(options?.region);
  const cacheOptions = { ...options, weigher: options.weigher ?? measured };
  readCacheOptions(cacheOptions);
  return cacheOptions;
}

/** Checks that a region is named. Throws `INVALID_OPTION`. */
export function checkRegionName(name: unknown): string {
  if (typeof name === 'string' && name.trim().length > 0 && name.length <= 100) return name;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'region',
    expected: 'a name of 1 to 100 characters',
    found: describeValue(name),
    remedy: "name it, as in { region: 'models', maxEntries: 10 }",
  });
}
