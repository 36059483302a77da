import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { caught } from '../../test/caught.js';
import { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { presets } from '../engine/options/presets.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import type { CacheMemoryOptions } from '../standalone/cache-memory-options.js';
import { jsonCodec } from '../tiers/codecs/json-codec.js';
import type { TierPlace } from '../tiers/tier.js';
import { CacheMemoryModule } from './cache-memory.module.js';
import type { CacheMemoryOptionsFactory } from './cache-memory.module-definition.js';
import { getCacheToken } from './get-cache-token.js';
import { InjectCache } from './inject-cache.decorator.js';

@Injectable()
class DefaultUser {
  constructor(readonly cache: MethodInstanceCache<string, string>) {}
}

@Injectable()
class ModelUser {
  @InjectCache('models') readonly byProperty!: MethodInstanceCache<string, object>;
  constructor(@InjectCache('models') readonly models: MethodInstanceCache<string, object>) {}
}

const start = async (metadata: Parameters<typeof Test.createTestingModule>[0]): Promise<TestingModule> => {
  const module = await Test.createTestingModule(metadata).compile();
  return module.enableShutdownHooks().init();
};

const failure = async (work: () => Promise<unknown>): Promise<Error & { code?: string }> => {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected a failure, found none');
};

describe('CacheMemoryModule.forRoot', () => {
  it('gives a bounded cache without any option', async () => {
    const app = await start({ imports: [CacheMemoryModule.forRoot()], providers: [DefaultUser] });
    const { cache } = app.get(DefaultUser);
    expect(cache).toBeInstanceOf(MethodInstanceCache);
    expect(cache.stats()).toMatchObject({ region: 'default', maxEntries: 1_000, maxBytes: expect.any(Number) });
    for (let key = 0; key < 1_500; key++) cache.set(`${key}`, 'value');
    expect(cache.size).toBe(1_000);
    await app.close();
  });

  it('takes a preset as it is', async () => {
    const app = await start({
      imports: [CacheMemoryModule.forRoot(presets.memoryConstrained)],
      providers: [DefaultUser],
    });
    const { cache } = app.get(DefaultUser);
    expect(cache.retention).toBe('weak');
    expect(cache.stats()).toMatchObject({ maxEntries: 20, maxBytes: undefined });
    await app.close();
  });

  it('injects the default region by class, by name, and into modules that do not import it', async () => {
    @Module({ providers: [DefaultUser], exports: [DefaultUser] })
    class FarModule {}
    const app = await start({ imports: [CacheMemoryModule.forRoot({ name: 'main' }), FarModule] });
    const { cache } = app.get(DefaultUser, { strict: false });
    expect(app.get(getCacheToken('main'), { strict: false })).toBe(cache);
    expect(cache.region).toBe('main');
    await app.close();
  });

  it('keeps MethodInstanceCache to those who import it where isGlobal is false', async () => {
    @Module({ providers: [DefaultUser] })
    class FarModule {}
    const error = await failure(() => start({ imports: [CacheMemoryModule.forRoot({ isGlobal: false }), FarModule] }));
    expect(error.message).toContain('MethodInstanceCache');
    const app = await start({ imports: [CacheMemoryModule.forRoot({ isGlobal: false })], providers: [DefaultUser] });
    expect(app.get(DefaultUser).cache).toBeDefined();
    await app.close();
  });

  it('injects the regions that it declares', async () => {
    const root = CacheMemoryModule.forRoot({ regions: [{ region: 'models', maxEntries: 3 }] });
    const app = await start({ imports: [root], providers: [ModelUser] });
    expect(app.get(ModelUser).models.stats().maxEntries).toBe(3);
    await app.close();
  });

  it.each([
    ['an unknown option', { maxEntrys: 3 }, 'UNKNOWN_OPTION', "did you mean 'maxEntries'?"],
    ['a lifetime of -1', { ttl: -1 }, 'INVALID_OPTION', 'found -1'],
    ['a lifetime without a known unit', { ttl: '5 parsecs' }, 'INVALID_OPTION', "found '5 parsecs'"],
    ['no entries at all', { maxEntries: 0 }, 'INVALID_OPTION', 'at least 1'],
    ['a threshold above 1', { memory: { thresholds: { warning: 80 } } }, 'INVALID_OPTION', 'memory.thresholds.warning'],
    [
      'thresholds out of order',
      { memory: { thresholds: { warning: 0.92 } } },
      'INVALID_OPTION',
      'warning below eviction',
    ],
    ['a limit that is no size', { memory: { limit: 'lots' } }, 'INVALID_OPTION', 'memory.limit'],
    ['a region without a bound', { regions: [{ region: 'a' }] }, 'UNBOUNDED_CACHE', 'maxEntries, maxBytes or both'],
  ])('refuses %s at once', (_, options, code, text) => {
    expect(() => CacheMemoryModule.forRoot(options as CacheMemoryOptions)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(text) }),
    );
  });

  it('opens the tier of a region once, when the application starts, and closes it when that ends', async () => {
    const opened: string[] = [];
    const closed: string[] = [];
    const place = {
      open: async (region: string) => {
        opened.push(region);
        const nothing = async () => {};
        return {
          recall: nothing,
          spill: nothing,
          forget: nothing,
          clear: nothing,
          close: async () => void closed.push(region),
        };
      },
    } as unknown as TierPlace;
    const tier = { place, codec: jsonCodec };
    const regions = [{ region: 'reports', maxEntries: 10, tier }];
    const imports = [CacheMemoryModule.forRoot({ maxEntries: 10, tier, regions })];
    expect(opened).toEqual([]);
    const app = await start({ imports });
    expect(opened).toEqual(['default', 'reports']);
    await app.close();
    expect(closed).toEqual(opened);
  });

  it('refuses the wrong tier of a region where it was written', () => {
    const tier = { place: {}, codec: jsonCodec } as never;
    expect(caught(() => CacheMemoryModule.forRoot({ tier })).code).toBe('INVALID_OPTION');
    const regions = [{ region: 'reports', maxEntries: 10, tier }];
    expect(caught(() => CacheMemoryModule.forRoot({ regions })).code).toBe('INVALID_OPTION');
  });

  it('refuses to be imported twice with different options', async () => {
    const error = await failure(() =>
      start({ imports: [CacheMemoryModule.forRoot(), CacheMemoryModule.forRoot({ maxEntries: 5 })] }),
    );
    expect(error.code).toBe('MODULE_SETUP');
    expect(error.message).toContain('import it once in the root module');
  });

  it('closes the caches when the application has shut down', async () => {
    const app = await start({ imports: [CacheMemoryModule.forRoot()], providers: [DefaultUser] });
    const { cache } = app.get(DefaultUser);
    cache.set('key', 'value');
    await app.close();
    expect(cache.size).toBe(0);
    expect(() => cache.set('key', 'value')).toThrow(expect.objectContaining({ code: 'CACHE_CLOSED' }));
  });
});

describe('CacheMemoryModule.forRootAsync', () => {
  @Injectable()
  class Settings implements CacheMemoryOptionsFactory {
    readonly maxEntries: number = 7;
    createCacheMemoryOptions(): CacheMemoryOptions {
      return { maxEntries: this.maxEntries };
    }
  }
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}

  it.each([
    ['a factory', { useFactory: () => ({ maxEntries: 7 }) }],
    ['an asynchronous factory', { useFactory: () => Promise.resolve({ maxEntries: 7 }) }],
    [
      'a factory with injected providers',
      {
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: (settings: unknown) => ({ maxEntries: (settings as Settings).maxEntries }),
      },
    ],
    ['a class', { useClass: Settings }],
    ['an existing provider', { imports: [SettingsModule], useExisting: Settings }],
  ])('takes its options from %s', async (_, options) => {
    const app = await start({ imports: [CacheMemoryModule.forRootAsync(options)], providers: [DefaultUser] });
    expect(app.get(DefaultUser).cache.stats().maxEntries).toBe(7);
    await app.close();
  });

  it('names the default region, and can be kept from being global', async () => {
    const root = CacheMemoryModule.forRootAsync({ name: 'main', isGlobal: false, useFactory: () => ({}) });
    const app = await start({ imports: [root], providers: [DefaultUser] });
    expect(app.get(DefaultUser).cache.region).toBe('main');
    expect(app.get(getCacheToken('main'), { strict: false })).toBe(app.get(DefaultUser).cache);
    await app.close();
  });

  it('takes the name of the default region from the options too', async () => {
    const root = CacheMemoryModule.forRootAsync({ useFactory: () => ({ name: 'main' }) });
    const named = CacheMemoryModule.forFeature(['main']);
    const app = await start({ imports: [root, named], providers: [DefaultUser] });
    const { cache } = app.get(DefaultUser);
    expect(cache.region).toBe('main');
    expect(['default', 'main'].map((name) => app.get(getCacheToken(name), { strict: false }))).toEqual([cache, cache]);
    await app.close();
  });

  it('injects the regions of the options where forFeature names them', async () => {
    const root = CacheMemoryModule.forRootAsync({
      useFactory: () => ({ regions: [{ region: 'models', maxEntries: 3 }] }),
    });
    const app = await start({ imports: [root, CacheMemoryModule.forFeature(['models'])], providers: [ModelUser] });
    expect(app.get(ModelUser).models).toBe(app.get(CacheMemory, { strict: false }).region('models'));
    expect(app.get(ModelUser).models.stats().maxEntries).toBe(3);
    await app.close();
    const error = await failure(() => start({ imports: [root, CacheMemoryModule.forFeature(['model'])] }));
    expect(error).toMatchObject({ code: 'UNKNOWN_REGION', message: expect.stringContaining("'models'") });
  });

  it('refuses wrong options when the application starts', async () => {
    const root = CacheMemoryModule.forRootAsync({ useFactory: () => ({ ttl: '5 parsecs' }) });
    expect(await failure(() => start({ imports: [root] }))).toMatchObject({ code: 'INVALID_OPTION' });
  });
});

describe('CacheMemoryModule.forFeature', () => {
  const models = CacheMemoryModule.forFeature([{ region: 'models', maxEntries: 10, ttl: '1h' }]);

  it('injects a region into constructors and properties', async () => {
    const app = await start({ imports: [CacheMemoryModule.forRoot(), models], providers: [ModelUser] });
    const user = app.get(ModelUser);
    expect(user.models).toBe(user.byProperty);
    expect(user.models.region).toBe('models');
    expect(app.get(CacheMemory, { strict: false }).region('models')).toBe(user.models);
    await app.close();
  });

  it('shares a region between the modules that import the same declaration', async () => {
    @Injectable()
    class Other {
      constructor(@Inject(getCacheToken('models')) readonly models: MethodInstanceCache) {}
    }
    @Module({ imports: [models], providers: [Other], exports: [Other] })
    class OtherModule {}
    const app = await start({ imports: [CacheMemoryModule.forRoot(), models, OtherModule], providers: [ModelUser] });
    expect(app.get(Other, { strict: false }).models).toBe(app.get(ModelUser).models);
    await app.close();
  });

  it('serves several applications from one declaration', async () => {
    const first = await start({ imports: [CacheMemoryModule.forRoot(), models], providers: [ModelUser] });
    const second = await start({ imports: [CacheMemoryModule.forRoot(), models], providers: [ModelUser] });
    expect(first.get(ModelUser).models).not.toBe(second.get(ModelUser).models);
    await first.close();
    await second.close();
  });

  it('measures values where no weigher is given', async () => {
    const app = await start({ imports: [CacheMemoryModule.forRoot(), models], providers: [ModelUser] });
    const { models: cache } = app.get(ModelUser);
    cache.set('a', { text: 'x'.repeat(10_000) });
    expect(cache.weight).toBeGreaterThan(10_000);
    await app.close();
  });

  it('refuses a region that is declared twice', async () => {
    const again = CacheMemoryModule.forFeature([{ region: 'models', maxEntries: 5 }]);
    const error = await failure(() => start({ imports: [CacheMemoryModule.forRoot(), models, again] }));
    expect(error).toMatchObject({ code: 'DUPLICATE_REGION' });
    expect(error.message).toContain("region 'models'");
  });

  it('says where to declare a region that is injected but unknown', async () => {
    const error = await failure(() => start({ imports: [CacheMemoryModule.forRoot()], providers: [ModelUser] }));
    expect(error.message).toContain("cache region 'models', declared by CacheMemoryModule.forFeature");
    expect(error.message).toContain("named in forFeature(['models'])");
  });

  it('says that forRoot is missing', async () => {
    const error = await failure(() => start({ imports: [models] }));
    expect(error).toMatchObject({ code: 'MODULE_SETUP' });
    expect(error.message).toContain('add CacheMemoryModule.forRoot()');
  });

  it.each([
    ['no name', { maxEntries: 3 }, 'INVALID_OPTION'],
    ['an empty name', { region: ' ', maxEntries: 3 }, 'INVALID_OPTION'],
    ['no bound', { region: 'a' }, 'UNBOUNDED_CACHE'],
    ['an unknown option', { region: 'a', maxEntries: 3, tll: '3s' }, 'UNKNOWN_OPTION'],
  ])('refuses a region with %s at once', (_, options, code) => {
    expect(() => CacheMemoryModule.forFeature([options as never])).toThrow(expect.objectContaining({ code }));
  });

  it('refuses to answer an unknown region at run time, and suggests the nearest', async () => {
    const app = await start({ imports: [CacheMemoryModule.forRoot(), models] });
    expect(() => app.get(CacheMemory, { strict: false }).region('model')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_REGION', message: expect.stringContaining("did you mean 'models'?") }),
    );
    await app.close();
  });
});
