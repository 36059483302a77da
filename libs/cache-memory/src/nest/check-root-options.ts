import { CacheMemory } from '../standalone/cache-memory.js';
import type { CacheMemoryOptions } from '../standalone/cache-memory-options.js';
import { readRegion, type RegionOptions } from '../standalone/region-options.js';

/** Reads options as the application will when it starts, without opening a tier; answers the default region's name. Throws what is wrong in them. */
export function checkRootOptions(options: CacheMemoryOptions): string {
  const { tier, regions = [], ...rest } = options;
  const { defaultRegion } = new CacheMemory({ ...rest, regions: regions.map(withoutTier) });
  if (tier !== undefined) readRegion({ region: defaultRegion, maxEntries: 1, tier });
  for (const region of regions) readRegion(region);
  return defaultRegion;
}

function withoutTier(region: RegionOptions): RegionOptions {
  return { ...region, tier: undefined };
}
