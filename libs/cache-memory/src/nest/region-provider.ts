import type { FactoryProvider } from '@nestjs/common';
import { CacheMemoryError } from '../engine/errors.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { readRegion, type RegionOptions } from '../standalone/region-options.js';
import { getCacheToken } from './get-cache-token.js';

/** The provider that declares a region when the application starts. Throws what its options are wrong in at once. */
export function regionProvider(options: RegionOptions): FactoryProvider<MethodInstanceCache> {
  readRegion(options);
  return {
    provide: getCacheToken(options.region),
    inject: [{ token: CacheMemory, optional: true }],
    useFactory: (memory?: CacheMemory) => {
      if (memory) return memory.addRegion(options);
      throw new CacheMemoryError('MODULE_SETUP', {
        subject: `region '${options.region}'`,
        expected: 'CacheMemoryModule.forRoot() in the root module',
        found: 'none',
        remedy: 'add CacheMemoryModule.forRoot() to the imports of the root module',
      });
    },
  };
}
