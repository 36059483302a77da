import { CACHE_MANAGER, CacheModule } from '@nestjs/cache-manager';
import { NestFactory } from '@nestjs/core';

/** The cache that `CacheModule.register()` of @nestjs/cache-manager injects, as it comes. It counts nothing and weighs nothing. */
export const nestCacheManager = {
  name: '@nestjs/cache-manager',
  async make() {
    const application = await NestFactory.createApplicationContext(
      { module: class BenchModule {}, imports: [CacheModule.register()] },
      { logger: false },
    );
    const cache = application.get(CACHE_MANAGER, { strict: false });
    return {
      get: (key) => cache.get(key),
      set: (key, value) => cache.set(key, value),
      size: () => undefined,
      believedBytes: () => 0,
    };
  },
};
