import { CacheMemoryError } from '../engine/errors.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import type { GovernedRegion } from '../pressure/governed-region.js';
import type { RegionSource, RegionTerms } from './region-options.js';

/** A cache as the governor of memory sees it. */
export function governRegion(cache: MethodInstanceCache, { source, ...terms }: RegionTerms): GovernedRegion {
  return {
    name: cache.region,
    holdings: () => {
      const {
        entries,
        weight,
        protectedEntries,
        protectedWeight,
        maxBytes = Infinity,
        hits,
        timeSavedMs,
      } = cache.stats();
      return { entries, weight, protectedEntries, protectedWeight, maxBytes, hits, timeSavedMs, ...terms };
    },
    evictExpired: () => cache.evictExpired(),
    trim: ({ entries, bytes }) =>
      cache.trim({
        ...(entries < Infinity && { entries }),
        ...(bytes < Infinity && { bytes }),
      }),
    rebuilding: source && {
      empty: () => {
        const { weight } = cache;
        return { entries: cache.clear(), weight };
      },
      rebuild: () => refill(cache, source),
    },
  };
}

async function refill(cache: MethodInstanceCache, source: RegionSource): Promise<number> {
  let entries = 0;
  for await (const [key, value] of source()) {
    if (!cache.set(key, value, { protected: true })) throw refused(cache.region, entries);
    entries++;
  }
  return entries;
}

function refused(region: string, entries: number): CacheMemoryError {
  return new CacheMemoryError('REBUILD_FAILED', {
    subject: `region '${region}'`,
    expected: 'memory for everything that its source gives',
    found: `pressure again after ${entries} entries`,
    remedy: 'wait for the next attempt, or give the process more memory',
  });
}
