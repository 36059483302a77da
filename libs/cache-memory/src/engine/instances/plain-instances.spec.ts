import { describe, expect, it } from '@jest/globals';
import { MethodInstanceCache } from '../method-instance-cache.js';
import { setOwnership } from './ownership.js';

class Model {
  readonly parameters: string[] = [];
}
class Other {}
class Needy {
  constructor(readonly path: string) {}
}

describe('instance, without Nest', () => {
  it('makes a class that needs no arguments once, and leases it', async () => {
    const cache = new MethodInstanceCache<unknown, object>({ maxEntries: 3 });
    const [one, two] = await Promise.all([cache.instance(Model), cache.instance(Model)]);
    expect(one.value).toBe(two.value);
    expect([...cache.entries()].map(({ key }) => key)).toEqual([Model]);
    expect(cache.stats()).toMatchObject({ leases: 2, leased: 1, loads: 1 });
    one.release();
    two.release();
    await cache.close();
  });

  it('refuses a class that needs arguments, what is no class, and a key of another class', async () => {
    const cache = new MethodInstanceCache<unknown, object>({ maxEntries: 3 });
    await expect(cache.instance(Needy)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message:
        'instance of Needy: expected a class whose constructor needs no arguments, since there is no Nest to find them, ' +
        'found one that needs 1; use acquire(key, () => new ...), or take the cache from CacheMemoryModule.',
    });
    await expect(cache.instance('Model' as never)).rejects.toThrow('expected a class');
    await expect(cache.instance((() => 1) as never)).rejects.toThrow('expected a class');
    (await cache.instance(Model, { key: 'a' })).release();
    await expect(cache.instance(Other, { key: 'a' })).rejects.toThrow('give each class keys of its own');
    expect(cache.stats().leases).toBe(0);
    await cache.close();
  });

  it('disposes of what an instance owns after it, in order, whatever fails', async () => {
    const ended: string[] = [];
    const part = (name: string): object => ({
      [Symbol.asyncDispose]: async () => {
        await Promise.resolve();
        ended.push(name);
        if (name === 'b') throw new Error('b');
      },
    });
    const cache = new MethodInstanceCache<string, object>({ maxEntries: 3, dispose: () => ended.push('whole') });
    const failures: unknown[] = [];
    cache.on('disposal.failed', (failure) => failures.push(failure));
    const whole = {};
    setOwnership(whole, { parts: () => [part('a'), part('b'), {}, part('c')], weight: () => 0 });
    cache.set('key', whole);
    await cache.close();
    expect(ended).toEqual(['whole', 'a', 'b', 'c']);
    expect(failures).toMatchObject([{ key: 'key', error: new Error('b') }]);
  });
});

describe('acquireSync', () => {
  it('leases what a loader answers at once', async () => {
    const ended: object[] = [];
    const cache = new MethodInstanceCache<string, object>({ maxEntries: 1, dispose: (value) => ended.push(value) });
    const first = cache.acquireSync('a', () => ({ name: 'a' }));
    const again = cache.acquireSync('a', () => ({ name: 'not needed' }));
    expect(again.value).toBe(first.value);
    cache.acquireSync('b', () => ({ name: 'b' })).release();
    expect(ended).toEqual([]);
    first.release();
    again.release();
    expect(ended).toEqual([{ name: 'a' }]);
    expect(cache.stats()).toMatchObject({ gets: 3, hits: 1, misses: 2, loads: 2, leases: 0 });
    await cache.close();
  });

  it('leaves no lease behind where the loader throws, and disposes of what is refused when its lease ends', async () => {
    const ended: object[] = [];
    const cache = new MethodInstanceCache<string, object>({
      maxBytes: 10,
      weigher: () => 11,
      dispose: (value) => ended.push(value),
    });
    const fail = (): object => {
      throw new Error('no');
    };
    expect(() => cache.acquireSync('a', fail)).toThrow('no');
    expect(cache.stats()).toMatchObject({ leases: 0, loadFailures: 1 });
    const lease = cache.acquireSync('a', () => ({}));
    expect([cache.size, ended.length]).toEqual([0, 0]);
    lease.release();
    expect(ended).toHaveLength(1);
    await cache.close();
  });
});
