import type { FactoryProvider } from '@nestjs/common';
import { CacheMemoryError } from '../engine/errors.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { readRegion, type RegionOptions } from '../standalone/region-options.js';
import { getCacheToken } from './get-cache-token.js';

/** The provider that declares a region when the application starts, or, of a name alone, finds one that `forRootAsync` declares. Throws what its options are wrong in at once. */
export function regionProvider(options: RegionOptions | string): FactoryProvider<MethodInstanceCache> {
  const isName = typeof options === 'string';
  if (!isName) readRegion(options);
  const region = isName ? options : options.region;
  return {
    provide: getCacheToken(region),
    inject: [{ token: CacheMemory, optional: true }],
    useFactory: (memory?: CacheMemory) => {
      if (memory) return isName ? memory.region(region) : memory.addRegion(options);
      throw new CacheMemoryError('MODULE_SETUP', {
        subject: `region '${region}'`,
        expected: 'CacheMemoryModule.forRoot() in the root module',
        found: 'none',
        remedy: 'add CacheMemoryModule.forRoot() to the imports of the root module',
      });
    },
  };
}
