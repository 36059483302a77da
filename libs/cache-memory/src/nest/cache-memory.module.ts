import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import type { CacheMemoryOptions } from '../standalone/cache-memory-options.js';
import type { RegionOptions } from '../standalone/region-options.js';
import type { Surroundings } from '../standalone/surroundings.js';
import {
  CACHE_MEMORY_OPTIONS,
  type CacheMemoryModuleAsyncOptions,
  type CacheMemoryModuleExtras,
  type CacheMemoryModuleOptions,
} from './cache-memory.module-definition.js';
import { CacheMemoryCoreModule } from './cache-memory-core.module.js';
import { CACHE_SURROUNDINGS } from './cache-surroundings.token.js';
import { checkRootOptions } from './check-root-options.js';
import { getCacheToken } from './get-cache-token.js';
import { InjectedInstances } from './instances/injected-instances.js';
import { EntryLogger } from './logging/entry.logger.js';
import { regionProvider } from './region-provider.js';

/** Gives an application its caches: `forRoot()` once, `forFeature()` wherever a region is wanted. */
@Module({})
export class CacheMemoryModule {
  /**
   * The default region and the memory check; bounded without any option. The regions that `options` names are injected by
   * `@InjectCache(name)`. Throws what the options are wrong in at once.
   */
  static forRoot(options: CacheMemoryModuleOptions = {}): DynamicModule {
    const { isGlobal, logEntries, ...rest } = options;
    const name = checkRootOptions(rest); // a mistake shows here, where it was made
    return root(CacheMemoryCoreModule.forRoot(rest), { isGlobal, logEntries, name }, rest.regions);
  }

  /**
   * The same with options that a factory, a class or an existing provider makes when the application starts. The regions that they
   * name are injected where `forFeature` names them too, since Nest has to know them before.
   */
  static forRootAsync(options: CacheMemoryModuleAsyncOptions): DynamicModule {
    const { isGlobal, name, logEntries, ...rest } = options;
    return root(CacheMemoryCoreModule.forRootAsync(rest), { isGlobal, name, logEntries });
  }

  /**
   * Regions, injected by `@InjectCache(name)`: options declare one, a name alone stands for one that the options of `forRootAsync`
   * declare. Throws what their options are wrong in at once.
   */
  static forFeature(regions: readonly (RegionOptions | string)[]): DynamicModule {
    const providers = regions.map(regionProvider);
    return { module: CacheMemoryModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

function root(
  core: DynamicModule,
  { isGlobal = true, name, logEntries = false }: CacheMemoryModuleExtras,
  regions: readonly RegionOptions[] = [],
): DynamicModule {
  const cacheMemory: Provider = {
    provide: CacheMemory,
    inject: [CACHE_MEMORY_OPTIONS, ModuleRef, ModulesContainer, { token: CACHE_SURROUNDINGS, optional: true }],
    useFactory: (
      options: CacheMemoryOptions,
      moduleRef: ModuleRef,
      modules: ModulesContainer,
      surroundings?: Surroundings,
    ) =>
      new CacheMemory(
        { instances: new InjectedInstances(moduleRef, modules), ...options, ...(name !== undefined && { name }) },
        surroundings,
      ),
  };
  const cache = (provide: string | typeof MethodInstanceCache, region?: string) => ({
    provide,
    inject: [CacheMemory],
    useFactory: (memory: CacheMemory) => memory.region(region),
  });
  const caches = [
    cache(MethodInstanceCache),
    cache(getCacheToken(name ?? 'default')), // whatever a factory calls it
    ...regions.map(({ region }) => cache(getCacheToken(region), region)),
  ];
  const providers = logEntries ? [cacheMemory, EntryLogger] : [cacheMemory];
  return {
    module: CacheMemoryModule,
    global: isGlobal,
    imports: [{ ...core, global: true, providers: [...(core.providers ?? []), ...providers], exports: [CacheMemory] }],
    providers: caches,
    exports: caches.map(({ provide }) => provide),
  };
}
