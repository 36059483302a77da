import { checkRegionName } from '../standalone/region-options.js';

/**
 * The injection token of a region's cache. Its text says where the region has to be declared, because Nest shows it when the
 * region is unknown. Throws `INVALID_OPTION` for what is no name.
 */
export function getCacheToken(region: string): string {
  const name = checkRegionName(region);
  return `cache region '${name}', declared by CacheMemoryModule.forFeature([{ region: '${name}', ... }]) or, if forRootAsync() declares it, named in forFeature(['${name}']),`;
}
