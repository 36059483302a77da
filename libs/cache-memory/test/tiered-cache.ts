import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import type { CacheOptions } from '../src/engine/cache-options.js';
import { jsonCodec } from '../src/tiers/codecs/json-codec.js';
import { entryTier, type TierOptions } from '../src/tiers/entry-tier.js';
import { MemoryPlace } from '../src/tiers/memory-place.js';
import { ChaosPlace } from './chaos-place.js';
import { FakeClock } from './fake-clock.js';

/** A cache with a tier in memory, behind a place that fails as told; all on one clock. */
export function tieredCache<V = unknown>(
  options: Partial<CacheOptions<string, V>> = {},
  tier: Partial<TierOptions<V>> = {},
  place: MemoryPlace = new MemoryPlace(),
  clock: FakeClock = new FakeClock(),
) {
  const chaos = new ChaosPlace(place);
  const times = { clock, today: () => clock.now() };
  const source = entryTier<string, V>({ place: chaos, codec: jsonCodec as never, ...tier }, times);
  const cache = new MethodInstanceCache<string, V>({ region: 'r', maxEntries: 2, clock, ...options, tier: source });
  const failures: string[] = [];
  cache.on('tier.failed', ({ operation, key, error }) =>
    failures.push(`${operation}:${key}:${(error as Error).message}`),
  );
  return { cache, clock, place, chaos, failures, kept: place.snapshots('r') };
}
