import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { caught } from '../../test/caught.js';
import { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { CacheMemoryModule } from '../nest/cache-memory.module.js';
import { InjectCache } from '../nest/inject-cache.decorator.js';
import type { PressureLevel } from '../pressure/pressure-level.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import type { CacheMemoryOptions } from '../standalone/cache-memory-options.js';
import { CacheMemoryTestingModule } from './cache-memory-testing.module.js';
import { expectDisposed } from './expect-disposed.js';
import { FakeClock } from './fake-clock.js';
import { Simulation } from './simulation.js';

let memory: CacheMemory | undefined;
afterEach(() => memory?.close());

const given = (simulation: Simulation, options: CacheMemoryOptions = {}) =>
  (memory = new CacheMemory({ maxEntries: 100, ...options }, simulation));

class Connection {
  ends = 0;
  [Symbol.dispose](): void {
    this.ends++;
  }
}

describe('FakeClock', () => {
  it('moves only when told to, and by a positive time only', () => {
    const clock = new FakeClock(5);
    expect(clock.now()).toBe(5);
    expect(clock.advance('2s')).toBe(2_005);
    expect(clock.now()).toBe(2_005);
    expect(caught(() => clock.advance(-1)).code).toBe('INVALID_OPTION');
  });
});

describe('Simulation', () => {
  const levels: PressureLevel[] = ['normal', 'warning', 'eviction', 'critical'];
  const steps = levels.flatMap((from) => levels.map((to) => [from, to] as const));

  it.each(steps)('goes from %s to %s, whatever is cached', (from, to) => {
    const simulation = new Simulation({ limit: '64MB' });
    const cache = given(simulation).region<number, Buffer>();
    for (let key = 0; key < 50; key++) cache.set(key, Buffer.alloc(10_000));
    expect(simulation.reach(from, memory!).level).toBe(from);
    cache.set('again' as never, Buffer.alloc(10_000));
    expect(simulation.reach(to, memory!).level).toBe(to);
    expect(memory!.isRelaxed).toBe(to === 'normal');
  });

  it('keeps everything while memory is calm, and drops all but what is protected when it is critical', () => {
    const simulation = new Simulation();
    const cache = given(simulation).region<string, string>();
    cache.set('guarded', 'value', { protected: true });
    cache.set('other', 'value');
    simulation.reach('normal', memory!);
    expect(cache.size).toBe(2);
    const { relief } = simulation.reach('critical', memory!);
    expect(relief.length + cache.stats().removals.pressure).toBeGreaterThan(0);
    expect([cache.has('guarded'), cache.has('other')]).toEqual([true, false]);
  });

  it('gives its clock to every region that has none of its own', () => {
    const simulation = new Simulation();
    const own = new FakeClock();
    const regions = [
      { region: 'a', maxEntries: 1, ttl: '1m' },
      { region: 'b', maxEntries: 1, ttl: '1m', clock: own },
    ];
    given(simulation, { ttl: '1m', regions });
    for (const cache of memory!.regions()) cache.set('key', 'value');
    simulation.clock.advance('1h');
    expect(memory!.regions().map((cache) => cache.get('key'))).toEqual([undefined, undefined, 'value']);
  });

  it('is what a share of the limit and the default budget are reckoned from', () => {
    given(new Simulation({ limit: '400MB' }), { maxEntries: undefined, memory: { limit: '50%' } });
    expect(memory!.memory.limitBytes).toBe(200 * 2 ** 20);
    expect(memory!.region().stats().maxBytes).toBe(100 * 2 ** 20);
  });

  it('is held against a configured limit where that is nearer', () => {
    const simulation = new Simulation();
    given(simulation, { memory: { limit: '100MB' } });
    expect(simulation.reach('eviction', memory!).level).toBe('eviction');
    expect(simulation.usedBytes).toBeLessThan(100 * 2 ** 20);
    simulation.use('10MB');
    expect(simulation.usedBytes).toBe(10 * 2 ** 20);
  });

  it('says where a level cannot be reached, because the caches live elsewhere', () => {
    given(new Simulation());
    expect(caught(() => new Simulation().reach('critical', memory!)).code).toBe('LEVEL_NOT_REACHED');
  });
});

describe('CacheMemoryTestingModule', () => {
  @Injectable()
  class Models {
    constructor(@InjectCache('models') readonly cache: MethodInstanceCache<string, string>) {}
  }

  @Module({
    imports: [
      CacheMemoryModule.forRootAsync({ useFactory: () => ({ maxEntries: 10 }) }),
      CacheMemoryModule.forFeature([{ region: 'models', maxEntries: 10, ttl: '1h' }]),
    ],
    providers: [Models],
  })
  class AppModule {}

  it('puts an application as it is into a simulation', async () => {
    const simulation = new Simulation();
    const imports = [AppModule, CacheMemoryTestingModule.with(simulation)];
    const app = await Test.createTestingModule({ imports }).compile();
    const { cache } = app.get(Models);
    cache.set('a', 'value');
    simulation.clock.advance('2h');
    expect(cache.get('a')).toBeUndefined();
    cache.set('b', 'value');
    simulation.reach('critical', app.get(CacheMemory));
    expect(cache.size).toBe(0);
    await app.close();
  });
});

describe('expectDisposed', () => {
  it('answers what the work answers once its instance is disposed', async () => {
    const cache = given(new Simulation()).region<string, Connection>();
    const connection = new Connection();
    cache.set('key', connection);
    expect(await expectDisposed(cache, () => cache.delete('key'))).toBe(true);
    expect(connection.ends).toBe(1);
  });

  it('waits for disposals that take turns of the event loop', async () => {
    const disposals: string[] = [];
    const dispose = async (_: unknown, { key }: { key: unknown }): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      disposals.push(String(key));
    };
    const cache = given(new Simulation(), { dispose }).region<string, Connection>();
    for (const key of ['a', 'b']) cache.set(key, new Connection());
    await expectDisposed(cache, () => cache.clear(), { instances: 2 });
    expect(disposals).toEqual(['a', 'b']);
  });

  it.each([
    [
      'what is still leased',
      async (cache: MethodInstanceCache<string, Connection>) => {
        await cache.acquire('leased', () => new Connection());
        cache.delete('leased');
      },
      'release their leases',
    ],
    [
      'what did not leave',
      (cache: MethodInstanceCache<string, Connection>) => void cache.set('kept', new Connection()),
      'leave the cache',
    ],
    [
      'one too many',
      (cache: MethodInstanceCache<string, Connection>) => {
        for (const key of ['a', 'b']) cache.set(key, new Connection());
        cache.clear();
      },
      'end fewer',
    ],
  ])('says what holds %s', async (_, work, remedy) => {
    const cache = given(new Simulation(), { drainTimeout: 1 }).region<string, Connection>();
    const failure = expectDisposed(cache, () => work(cache), { within: 20 });
    await expect(failure).rejects.toMatchObject({
      code: 'NOT_DISPOSED',
      problem: { remedy: expect.stringContaining(remedy) },
    });
  });

  it('says that a disposal failed, and why', async () => {
    const cause = new Error('still busy');
    const dispose = (): never => {
      throw cause;
    };
    const cache = given(new Simulation(), { dispose }).region<string, Connection>();
    cache.set('key', new Connection());
    await expect(expectDisposed(cache, () => cache.delete('key'))).rejects.toMatchObject({
      code: 'NOT_DISPOSED',
      cause,
    });
  });

  it('throws what the work throws', async () => {
    const cache = given(new Simulation()).region<string, Connection>();
    const work = (): never => {
      throw new RangeError('from the work');
    };
    await expect(expectDisposed(cache, work)).rejects.toThrow(RangeError);
  });
});
