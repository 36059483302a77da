import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import type { GovernedRegion } from '../pressure/governed-region.js';

/** A cache as the memory monitor sees it. */
export function governRegion(cache: MethodInstanceCache): GovernedRegion {
  return {
    name: cache.region,
    holdings: () => {
      const { entries, weight, protectedEntries, protectedWeight } = cache.stats();
      return { entries, weight, protectedEntries, protectedWeight };
    },
    evictExpired: () => cache.evictExpired(),
    trim: ({ entries, bytes }) =>
      cache.trim({
        ...(entries < Infinity && { entries }),
        ...(bytes < Infinity && { bytes }),
      }),
  };
}
