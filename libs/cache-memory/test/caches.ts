import type { CacheOptions } from '../src/engine/cache-options.js';
import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import type { Removal } from '../src/engine/events/removal.js';
import { FakeClock } from './fake-clock.js';

/** A cache on a clock of its own, and all that it tells. */
export interface WatchedCache<K, V> {
  readonly cache: MethodInstanceCache<K, V>;
  readonly clock: FakeClock;
  readonly removals: Removal<K, V>[];
  /** The removals so far as `key:cause`. */
  readonly departures: () => string[];
}

/**
 * Makes a cache whose clock stands still and whose removals are written down, without their values where these are to be
 * collected.
 */
export function watchedCache<K = string, V = unknown>(
  options: CacheOptions<K, V>,
  { withValues = true } = {},
): WatchedCache<K, V> {
  const clock = new FakeClock();
  const cache = new MethodInstanceCache<K, V>({ clock, ...options });
  const removals: Removal<K, V>[] = [];
  cache.on('entry.removed', (removal) => removals.push(withValues ? removal : { ...removal, value: undefined }));
  return { cache, clock, removals, departures: () => removals.map(({ key, cause }) => `${String(key)}:${cause}`) };
}

/** The keys of a cache, sorted. */
export function keysOf<K>(cache: MethodInstanceCache<K, never> | MethodInstanceCache<K>): K[] {
  return Array.from(cache.entries(), ({ key }) => key).sort((one, other) => (one < other ? -1 : 1));
}
