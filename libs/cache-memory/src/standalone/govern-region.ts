import type { TrimTarget } from '../engine/entries/trim-target.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import type { GovernedRegion } from '../pressure/governed-region.js';
import type { RegionTerms } from './region-options.js';
import type { RegionRebuild } from './region-rebuild.js';

/** A cache as the governor of memory sees it; `rebuild` brings its protected entries back. */
export function governRegion(
  cache: MethodInstanceCache,
  { minBytes, importance }: RegionTerms,
  rebuild: RegionRebuild | undefined,
): GovernedRegion {
  return {
    name: cache.region,
    holdings: () => {
      const { entries, weight, protectedEntries, protectedWeight, maxBytes, hits, timeSavedMs } = cache.brief();
      return { entries, weight, protectedEntries, protectedWeight, maxBytes, hits, timeSavedMs, minBytes, importance };
    },
    evictExpired: () => cache.evictExpired(),
    trim: (target) => cache.trim(finite(target)),
    trimGently: (target) => cache.trimGently(finite(target)),
    rebuilding: rebuild && {
      empty: () => {
        const { weight } = cache;
        return { entries: cache.clear(), weight };
      },
      rebuild: async () => (await rebuild.run()).entries,
    },
  };
}

function finite({ entries, bytes }: { readonly entries: number; readonly bytes: number }): TrimTarget {
  return { ...(entries < Infinity && { entries }), ...(bytes < Infinity && { bytes }) };
}
