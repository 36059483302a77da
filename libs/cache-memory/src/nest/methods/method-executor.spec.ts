import 'reflect-metadata';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { CacheMemory } from '../../standalone/cache-memory.js';
import type { RegionOptions } from '../../standalone/region-options.js';
import { CacheMemoryModule } from '../cache-memory.module.js';
import { CacheableInstance } from './cacheable-instance.decorator.js';
import { MethodExecutor } from './method-executor.js';
import { MethodRegistry } from './method-registry.js';

let made = 0;
const ended: string[] = [];

@Injectable()
class Rates {
  of(currency: string): number {
    return currency === 'EUR' ? 2 : 1;
  }
}

abstract class Counting {
  constructor() {
    made++;
  }
  whoAmI(): string {
    return this.constructor.name;
  }
}

@CacheableInstance()
class ReportBuilder extends Counting {
  constructor(private readonly rates: Rates) {
    super();
  }
  build(currency: string, amounts: readonly number[]): number {
    return amounts.reduce((sum, amount) => sum + amount, 0) * this.rates.of(currency);
  }
  async slowly(until: Promise<string>): Promise<string> {
    const answer = await until;
    return `${answer}, ${ended.length} ended`;
  }
  fail(): never {
    throw new Error('no report');
  }
  onModuleDestroy(): void {
    ended.push('ReportBuilder');
  }
}

@CacheableInstance({ name: 'forecast', region: 'models', ttl: '1m', tags: ['models'] })
class ForecastModel extends Counting {
  readonly horizon: number = 12;
  predict(): number {
    return this.horizon;
  }
}

let app: TestingModule;

const start = async (providers: Provider[] = [Rates, ReportBuilder, ForecastModel], regions: RegionOptions[] = []) => {
  made = 0;
  ended.length = 0;
  let now = 0;
  const declared = CacheMemoryModule.forFeature([
    { region: 'models', maxEntries: 10, clock: { now: () => now } },
    ...regions,
  ]);
  const module = Test.createTestingModule({ imports: [CacheMemoryModule.forRoot(), declared], providers });
  app = await module.compile();
  await app.init();
  const executor = app.get(MethodExecutor, { strict: false });
  const wait = (ms: number): void => void (now += ms);
  return { executor, wait };
};

afterEach(() => app?.close());

describe('MethodExecutor', () => {
  it('makes an instance at the first call and none before', async () => {
    const { executor } = await start();
    expect(app.get(MethodRegistry, { strict: false }).classes()).toHaveLength(2);
    expect(made).toBe(0);
    const total: number = await executor.execute(ReportBuilder, 'build', 'EUR', [1, 2]);
    expect(total).toBe(6);
    expect(await executor.execute<number>('ReportBuilder', 'build', 'USD', [1, 2])).toBe(3);
    expect(made).toBe(1);
  });

  it('makes one instance for all who call meanwhile', async () => {
    const { executor } = await start();
    const answers = await Promise.all([1, 2, 3].map((each) => executor.execute(ReportBuilder, 'build', 'USD', [each])));
    expect(answers).toEqual([1, 2, 3]);
    expect(made).toBe(1);
    expect(executor.registryStats()).toMatchObject({ totalInstantiations: 1, hits: 0, misses: 3 });
  });

  it('finds inherited methods, and classes by the name that they were given', async () => {
    const { executor } = await start();
    expect(await executor.execute('forecast', 'whoAmI')).toBe('ForecastModel');
    expect(await executor.execute(ForecastModel, 'predict')).toBe(12);
  });

  it('checks names, arguments and answers where it is given the class', () => {
    const typed = (executor: MethodExecutor): void => {
      // @ts-expect-error there is no such method
      void executor.execute(ReportBuilder, 'bild', 'EUR', []);
      // @ts-expect-error amounts are numbers
      void executor.execute(ReportBuilder, 'build', 'EUR', ['1']);
      // @ts-expect-error horizon is no method
      void executor.execute(ForecastModel, 'horizon');
    };
    expect(typed).toBeInstanceOf(Function);
  });

  it('disposes of an instance only when its last call has ended', async () => {
    const { executor } = await start();
    let answer!: (text: string) => void;
    const running = executor.execute(ReportBuilder, 'slowly', new Promise<string>((resolve) => (answer = resolve)));
    await setImmediate();
    expect(executor.clearInstanceCache()).toMatchObject([{ name: 'ReportBuilder', region: 'instances', accesses: 0 }]);
    await executor.execute(ReportBuilder, 'whoAmI');
    expect(made).toBe(2);
    answer('late');
    expect(await running).toBe('late, 0 ended');
    await setImmediate();
    expect(ended).toEqual(['ReportBuilder']);
  });

  it('passes on what a method throws, and keeps the instance', async () => {
    const { executor } = await start();
    await expect(executor.execute(ReportBuilder, 'fail')).rejects.toThrow('no report');
    await executor.execute(ReportBuilder, 'whoAmI');
    expect(made).toBe(1);
  });

  it('counts and describes', async () => {
    const { executor, wait } = await start();
    expect(executor.registryStats()).toEqual({
      classes: 2,
      hits: 0,
      misses: 0,
      hitRate: 0,
      evictions: 0,
      totalInstantiations: 0,
      cachedInstances: 0,
      entries: [],
    });
    for (let call = 0; call < 4; call++) await executor.execute('forecast', 'predict');
    app.get(CacheMemory, { strict: false }).region('models').set('somebody else', {});
    wait(30_000);
    expect(executor.registryStats()).toMatchObject({
      hits: 3,
      misses: 1,
      hitRate: 0.75,
      cachedInstances: 1,
      totalInstantiations: 1,
      entries: [{ name: 'forecast', region: 'models', ageMs: 30_000, accesses: 3 }],
    });
    wait(30_001);
    expect(executor.evictExpiredInstances()).toBe(1);
    expect(executor.registryStats()).toMatchObject({ evictions: 1, cachedInstances: 0, totalInstantiations: 1 });
    expect(executor.clearInstanceCache()).toEqual([]);
  });

  it.each([
    ['a class', ['ReportBilder', 'build'], 'UNKNOWN_CLASS', "found 'ReportBilder'; did you mean 'ReportBuilder'?"],
    ['a class that is not marked', [Rates, 'of'], 'UNKNOWN_CLASS', "found 'Rates'"],
    ['a method', ['ReportBuilder', 'biuld'], 'UNKNOWN_METHOD', "found 'biuld'; did you mean 'build'?"],
    ['a property', ['forecast', 'horizon'], 'UNKNOWN_METHOD', "found 'horizon'"],
    ['a constructor', ['forecast', 'constructor'], 'UNKNOWN_METHOD', "found 'constructor'"],
    ['a method of every object', ['forecast', 'toString'], 'UNKNOWN_METHOD', "found 'toString'"],
  ])('refuses %s that it does not know, and makes nothing', async (_, [target, method], code, text) => {
    const { executor } = await start();
    const calling = executor.execute(target as string, method as string);
    await expect(calling).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
    expect(made).toBe(0);
  });
});

describe('@CacheableInstance', () => {
  it('keeps instances in the region that the application declares', async () => {
    const { executor } = await start(undefined, [{ region: 'instances', maxEntries: 3 }]);
    await executor.execute(ReportBuilder, 'whoAmI');
    const region = app.get(CacheMemory, { strict: false }).region('instances');
    expect(region.stats()).toMatchObject({ maxEntries: 3, entries: 1 });
  });

  it('refuses an application in which two classes have one name', async () => {
    @CacheableInstance({ name: 'forecast' })
    class Other {}
    await expect(start([ForecastModel, Other])).rejects.toMatchObject({ code: 'MODULE_SETUP' });
  });

  it('refuses a class that @Injectable() makes a singleton again', async () => {
    @Injectable()
    @CacheableInstance()
    class Single {}
    await expect(start([Single])).rejects.toThrow('write it below @CacheableInstance()');
  });

  it('refuses a region that nobody declared', async () => {
    @CacheableInstance({ region: 'modles' })
    class Lost {}
    await expect(start([Lost])).rejects.toThrow("did you mean 'models'?");
  });

  it.each([
    ['an unknown option', { nam: 'x' }, 'UNKNOWN_OPTION'],
    ['an empty name', { name: '' }, 'INVALID_OPTION'],
    ['a wrong lifetime', { ttl: -1 }, 'INVALID_OPTION'],
  ])('refuses %s where it is written', (_, options, code) => {
    expect(() => CacheableInstance(options as never)).toThrow(expect.objectContaining({ code }));
  });
});
