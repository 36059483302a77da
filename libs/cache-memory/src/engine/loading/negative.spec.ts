import { describe, expect, it, jest } from '@jest/globals';
import { watchedCache } from '../../../test/caches.js';
import { deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { CacheOptions } from '../cache-options.js';

function cacheOf(options: Partial<CacheOptions<string, string | undefined>> = {}) {
  return watchedCache<string, string | undefined>({ maxEntries: 5, negativeTtl: 100, ...options });
}

describe('negativeTtl', () => {
  it('answers the same error without another load until its time is over', async () => {
    const { cache, clock } = cacheOf();
    const error = new Error('down');
    const load = jest.fn(() => Promise.reject(error));
    await expect(cache.getOrCreate('a', load)).rejects.toBe(error);
    clock.advance(99);
    await expect(cache.getOrCreate('a', load)).rejects.toBe(error);
    expect(() => cache.getOrCreateSync('a', () => 'v')).toThrow(error);
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.stats()).toMatchObject({ gets: 3, misses: 3, negativeHits: 2, loads: 1, loadFailures: 1, rememberedFailures: 1 }); // prettier-ignore
    clock.advance(1);
    await expect(cache.getOrCreate('a', () => 'v')).resolves.toBe('v');
    expect(cache.stats().rememberedFailures).toBe(0);
  });

  it('remembers that there is no value as well, and what a loader that answers at once came to', async () => {
    const { cache } = cacheOf();
    const load = jest.fn(() => undefined);
    await expect(cache.getOrCreate('a', load)).resolves.toBeUndefined();
    await expect(cache.getOrCreate('a', load)).resolves.toBeUndefined();
    expect(cache.getOrCreateSync('a', load)).toBeUndefined();
    expect(load).toHaveBeenCalledTimes(1);
    const fail = jest.fn(() => { throw 'a text'; }); // prettier-ignore
    expect(() => cache.getOrCreateSync('b', fail)).toThrow('a text');
    await expect(cache.getOrCreate('b', fail)).rejects.toBe('a text');
    expect(fail).toHaveBeenCalledTimes(1);
    expect(cache.stats().negativeHits).toBe(3);
  });

  it('can be said for one load', async () => {
    const { cache, clock } = watchedCache<string, string>({ maxEntries: 5 });
    const fail = jest.fn(() => Promise.reject(new Error('down')));
    await expect(cache.getOrCreate('a', fail, { negativeTtl: '1s' })).rejects.toThrow('down');
    clock.advance(999);
    await expect(cache.getOrCreate('a', fail)).rejects.toThrow('down');
    expect(fail).toHaveBeenCalledTimes(1);
    await expect(cache.getOrCreate('b', fail)).rejects.toThrow('down');
    await expect(cache.getOrCreate('b', fail)).rejects.toThrow('down');
    expect(fail).toHaveBeenCalledTimes(3);
    const undef = jest.fn(() => undefined as never);
    cache.getOrCreateSync('c', undef, { negativeTtl: 5, tags: ['t'] });
    cache.getOrCreateSync('c', undef);
    expect(undef).toHaveBeenCalledTimes(1);
    expect(() => cache.getOrCreateSync('d', undef, { loadTimeout: 5 } as never)).toThrow(/loadTimeout/);
  });

  type Change = (cache: ReturnType<typeof cacheOf>['cache']) => unknown;
  const changes: [string, Change][] = [
    ['set', (cache) => cache.set('a', 'v') && cache.trim({ entries: 0 })],
    ['deleted', (cache) => cache.delete('a')],
    ['cleared', (cache) => cache.clear()],
    ['invalidated by its tag', (cache) => cache.invalidate('tag')],
  ];

  it.each(changes)('ends when the key was %s', async (_, change) => {
    const { cache } = cacheOf();
    const fail = (): Promise<never> => Promise.reject(new Error('down'));
    await expect(cache.getOrCreate('a', fail, { tags: ['tag'] })).rejects.toThrow('down');
    change(cache);
    await expect(cache.getOrCreate('a', () => 'loaded')).resolves.toBe('loaded');
  });

  it.each(changes)('does not begin where the key was %s while the load went on', async (_, change) => {
    const { cache } = cacheOf();
    const load = deferred<string>();
    const waiting = cache.getOrCreate('a', () => load.promise, { tags: ['tag'] });
    change(cache);
    load.reject(new Error('down'));
    await expect(waiting).rejects.toThrow('down');
    expect(cache.stats().rememberedFailures).toBe(0);
  });

  it('does not begin where the callers left or the cache was closed', async () => {
    const { cache } = cacheOf();
    const controller = new AbortController();
    const waiting = cache.getOrCreate('a', () => new Promise<string>(() => {}), { signal: controller.signal });
    controller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    const closed = cache.getOrCreate('b', () => new Promise<string>(() => {}));
    await cache.close();
    await expect(closed).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
    expect(cache.stats().rememberedFailures).toBe(0);
  });

  it('remembers a load that took too long', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
    const { cache } = cacheOf({ loadTimeout: 10 });
    const load = jest.fn(() => new Promise<string>(() => {}));
    const waiting = expect(cache.getOrCreate('a', load)).rejects.toMatchObject({ code: 'LOAD_TIMEOUT' });
    await jest.advanceTimersByTimeAsync(10);
    await waiting;
    await expect(cache.getOrCreate('a', load)).rejects.toMatchObject({ code: 'LOAD_TIMEOUT' });
    expect(load).toHaveBeenCalledTimes(1);
    jest.useRealTimers();
  });

  it('spares a failing source: no refresh begins, and a stale value stands in at once', async () => {
    const { cache, clock } = cacheOf({ ttl: 100, staleWhileRevalidate: 50, grace: 1_000 });
    cache.set('a', 'old');
    clock.advance(100);
    const fail = jest.fn(() => Promise.reject(new Error('down')));
    await cache.getOrCreate('a', fail);
    await turns();
    clock.advance(49);
    await expect(cache.getOrCreate('a', fail)).resolves.toBe('old');
    await turns();
    clock.advance(50);
    await expect(cache.getOrCreate('a', fail)).resolves.toBe('old');
    expect(fail).toHaveBeenCalledTimes(1);
    expect(cache.stats()).toMatchObject({ refreshes: 1, staleServes: 2, graceServes: 1, negativeHits: 1 });
    await cache.close();
  });

  it('leaves with the expired', async () => {
    const { cache, clock } = cacheOf();
    await expect(cache.getOrCreate('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    clock.advance(100);
    cache.evictExpired();
    expect(cache.stats().rememberedFailures).toBe(0);
  });
});
