import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchedCache } from '../../../test/caches.js';
import { caught } from '../../../test/caught.js';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { CacheOptions } from '../cache-options.js';
import type { Loader } from '../loading/loader.js';

/** A loader whose values come when the test says so. */
function slowLoader(): { loads: Deferred<string>[]; signals: AbortSignal[]; load: Loader<string, string> } {
  const loads: Deferred<string>[] = [];
  const signals: AbortSignal[] = [];
  const load: Loader<string, string> = ({ signal }) => {
    const next = deferred<string>();
    loads.push(next);
    signals.push(signal);
    return next.promise;
  };
  return { loads, signals, load };
}

function cacheOf(options: Partial<CacheOptions<string, string>>) {
  const watched = watchedCache<string, string>({ maxEntries: 5, ttl: 100, ...options });
  const failures: unknown[] = [];
  watched.cache.on('load.failed', ({ error }) => failures.push(error));
  return { ...watched, failures };
}

/** Insertions are resident or have left once, and each look-up was a hit or a miss. */
function checkAccounts({ cache }: Pick<ReturnType<typeof cacheOf>, 'cache'>): void {
  const { insertions, entries, removals, gets, hits, misses } = cache.stats();
  expect(insertions).toBe(entries + Object.values(removals).reduce((sum, count) => sum + count, 0));
  expect(gets).toBe(hits + misses);
}

const fail: Loader<string, never> = () => Promise.reject(new Error('source is down'));

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('staleWhileRevalidate', () => {
  it('answers the stale value at once and has the next one made once, however many ask', async () => {
    const { cache, clock, departures } = cacheOf({ staleWhileRevalidate: 50 });
    await cache.getOrCreate('a', () => 'old');
    clock.advance(100);
    const { loads, load } = slowLoader();
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => cache.getOrCreate('a', load)));
    expect(new Set(answers)).toEqual(new Set(['old']));
    await turns();
    expect(loads).toHaveLength(1);
    loads[0]!.resolve('new');
    await turns();
    expect(cache.get('a')).toBe('new');
    expect(departures()).toEqual(['a:replaced']);
    expect(cache.stats()).toMatchObject({ hits: 1_001, misses: 1, staleServes: 1_000, refreshes: 1, loads: 2 });
    checkAccounts({ cache });
    await cache.close();
  });

  it('answers before the loader has begun, however long that keeps the thread', async () => {
    const { cache, clock } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(120);
    const order: string[] = [];
    const load = (): string => {
      order.push('loads');
      return 'new';
    };
    await cache.getOrCreate('a', load).then((value) => order.push(value));
    await turns();
    expect(order).toEqual(['old', 'loads']);
    expect(cache.peek('a')).toBe('new');
    await cache.close();
  });

  it('ends when its time is over: the next caller waits for a value', async () => {
    const { cache, clock, departures } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(149);
    expect([...cache.entries()][0]).toMatchObject({ stale: true, remainingTtlMs: 0 });
    clock.advance(1);
    await expect(cache.getOrCreate('a', () => 'new')).resolves.toBe('new');
    expect(departures()).toEqual(['a:expired']);
    expect(cache.stats()).toMatchObject({ staleServes: 0, misses: 1, refreshes: 0 });
    await cache.close();
  });

  it('is for look-ups that can load: for get, peek and has a stale value is none, and stays where it is', async () => {
    const { cache, clock } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(100);
    expect([cache.get('a'), cache.peek('a'), cache.has('a')]).toEqual([undefined, undefined, false]);
    expect(cache.size).toBe(1);
    await expect(cache.getOrCreate('a', () => 'new')).resolves.toBe('old');
    await turns();
    expect(cache.get('a')).toBe('new');
    await cache.close();
  });

  it('waits for no background in getOrCreateSync', async () => {
    const { cache, clock } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(100);
    expect(cache.getOrCreateSync('a', () => 'new')).toBe('new');
    expect(cache.stats()).toMatchObject({ refreshes: 0, staleServes: 0, removals: { replaced: 1 } });
    await cache.close();
  });

  it('tells nobody but the listeners of a failure, goes on serving, and tries again at the next hit', async () => {
    const { cache, clock, failures } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(100);
    await expect(cache.getOrCreate('a', fail)).resolves.toBe('old');
    await turns();
    expect(failures).toEqual([new Error('source is down')]);
    await expect(cache.getOrCreate('a', () => 'new')).resolves.toBe('old');
    await turns();
    expect(cache.get('a')).toBe('new');
    expect(cache.stats()).toMatchObject({ refreshes: 2, loadFailures: 1, loading: 0 });
    await cache.close();
  });

  it('keeps tags, priority, cost and lifetimes that the entry was stored with, unless the caller says otherwise', async () => {
    const { cache, clock } = cacheOf({ weigher: () => 1 });
    const stored = { ttl: 40, staleWhileRevalidate: 500, tags: ['t'], priority: 'high', cost: 7, weight: 3 } as const;
    cache.set('a', 'old', stored);
    clock.advance(40);
    await cache.getOrCreate('a', () => 'new');
    await turns();
    const kept = { remainingTtlMs: 40, tags: ['t'], priority: 'high', costMs: 7, weight: 3, protected: false };
    expect([...cache.entries()][0]).toMatchObject({ key: 'a', ...kept });
    clock.advance(40);
    await cache.getOrCreate('a', () => 'newer', { tags: ['u'], ttl: 60 });
    await turns();
    expect([...cache.entries()][0]).toMatchObject({ ...kept, tags: ['u'], remainingTtlMs: 60 });
    clock.advance(60);
    await expect(cache.getOrCreate('a', () => 'newest', { loadTimeout: '1s' })).resolves.toBe('newer');
    await cache.close();
  });

  it('follows the options of a cache that was configured meanwhile, from the next refresh on', async () => {
    const { cache, clock } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    cache.configure({ ttl: 1_000, staleWhileRevalidate: null, grace: 5 });
    clock.advance(149);
    await expect(cache.getOrCreate('a', () => 'new')).resolves.toBe('old');
    await turns();
    expect([...cache.entries()][0]).toMatchObject({ remainingTtlMs: 1_000 });
    clock.advance(1_000);
    await expect(cache.getOrCreate('a', () => 'newer')).resolves.toBe('newer');
    await cache.close();
  });

  it('rejects where it is given no loader, or options that it does not know', async () => {
    const { cache, clock } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(100);
    await expect(cache.getOrCreate('a', 'v' as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(cache.getOrCreate('a', fail, { tll: 1 } as never)).rejects.toMatchObject({ code: 'UNKNOWN_OPTION' });
    expect(cache.stats().refreshes).toBe(0);
    await cache.close();
  });

  it('removes the entry when the loader answers that there is no value any more', async () => {
    const { cache, clock, departures } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(100);
    await cache.getOrCreate('a', () => undefined as never);
    await turns();
    expect(cache.size).toBe(0);
    expect(departures()).toEqual(['a:replaced']);
    checkAccounts({ cache });
    await cache.close();
  });

  describe('with a refresh under way', () => {
    async function refreshing(options: Partial<CacheOptions<string, string>> = {}) {
      const watched = cacheOf({ staleWhileRevalidate: 50, ...options });
      watched.cache.set('a', 'old', { tags: ['tag'] });
      watched.clock.advance(100);
      const loader = slowLoader();
      await watched.cache.getOrCreate('a', loader.load);
      await turns();
      return { ...watched, ...loader };
    }

    type Change = (cache: Awaited<ReturnType<typeof refreshing>>['cache']) => unknown;
    const changes: [string, Change, string | undefined][] = [
      ['set', (cache) => cache.set('a', 'set'), 'set'],
      ['deleted', (cache) => cache.delete('a'), undefined],
      ['cleared', (cache) => cache.clear(), undefined],
      ['invalidated by its tag', (cache) => cache.invalidate('tag'), undefined],
      ['evicted under pressure', (cache) => cache.trim({ entries: 0 }), undefined],
      ['loaded at once', (cache) => cache.getOrCreateSync('a', () => 'set'), 'set'],
    ];

    it.each(changes)('drops what it brings when the key was %s', async (_, change, kept) => {
      const { cache, loads } = await refreshing();
      change(cache);
      loads[0]!.resolve('late');
      await turns();
      expect(cache.peek('a')).toBe(kept);
      checkAccounts({ cache });
      await cache.close();
    });

    it('lets those who miss meanwhile join, and stores for them', async () => {
      const { cache, clock, loads } = await refreshing();
      clock.advance(50);
      const waiting = cache.getOrCreate('a', fail);
      loads[0]!.resolve('new');
      await expect(waiting).resolves.toBe('new');
      expect(cache.get('a')).toBe('new');
      expect(cache.stats()).toMatchObject({ coalesced: 1, refreshes: 1 });
      await cache.close();
    });

    it('goes on when one who joined leaves', async () => {
      const { cache, clock, loads, signals } = await refreshing();
      clock.advance(49);
      expect(cache.peek('a')).toBeUndefined();
      cache.trim({ entries: 0 });
      const controller = new AbortController();
      const leaving = cache.getOrCreate('a', fail, { signal: controller.signal });
      controller.abort(new Error('gone'));
      await expect(leaving).rejects.toThrow('gone');
      expect(signals[0]!.aborted).toBe(false);
      loads[0]!.resolve('new');
      await turns();
      await cache.close();
    });

    it('is aborted when the cache is closed, without an unhandled rejection', async () => {
      const { cache, signals, failures } = await refreshing();
      await cache.close();
      await turns();
      expect(signals[0]!.aborted).toBe(true);
      expect(failures).toEqual([expect.objectContaining({ code: 'CACHE_CLOSED' })]);
      expect(cache.stats()).toMatchObject({ loading: 0, entries: 0 });
    });

    it('is not begun where the cache is closed before its turn', async () => {
      const { cache, clock } = cacheOf({ staleWhileRevalidate: 50 });
      cache.set('a', 'old');
      clock.advance(100);
      const load = jest.fn(() => 'new');
      await cache.getOrCreate('a', load);
      await cache.close();
      await turns();
      expect(load).not.toHaveBeenCalled();
    });

    it('ends with loadTimeout, by a timer that keeps no process alive', async () => {
      const { cache, clock, signals, failures } = await refreshing({ loadTimeout: 10 });
      await jest.advanceTimersByTimeAsync(10);
      expect(signals[0]!.aborted).toBe(true);
      expect(failures).toEqual([expect.objectContaining({ code: 'LOAD_TIMEOUT' })]);
      clock.advance(10);
      await expect(cache.getOrCreate('a', () => 'new')).resolves.toBe('old');
      await turns();
      expect(cache.get('a')).toBe('new');
      await cache.close();
    });
  });

  it('begins nothing while background loads are paused, and goes on afterwards', async () => {
    const { cache, clock } = cacheOf({ staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(100);
    cache.pauseBackgroundLoads(true);
    const load = jest.fn(() => 'new');
    await expect(cache.getOrCreate('a', load)).resolves.toBe('old');
    await turns();
    expect(load).not.toHaveBeenCalled();
    cache.pauseBackgroundLoads(false);
    await cache.getOrCreate('a', load);
    await turns();
    expect(cache.get('a')).toBe('new');
    expect(() => cache.pauseBackgroundLoads('yes' as never)).toThrow('true or false');
    await cache.close();
  });

  it('renews what a weak or soft cache holds, and does not bring it back stale', async () => {
    for (const retention of ['weak', 'soft'] as const) {
      const { cache, clock } = watchedCache<string, { n: number }>({ maxEntries: 5, ttl: 100, staleWhileRevalidate: 50, retention }); // prettier-ignore
      const old = { n: 1 };
      const next = { n: 2 };
      cache.set('a', old);
      clock.advance(100);
      expect(cache.peek('a')).toBeUndefined();
      await expect(cache.getOrCreate('a', () => next)).resolves.toBe(old);
      await turns();
      expect(cache.get('a')).toBe(next);
      clock.advance(150);
      expect(cache.get('a')).toBeUndefined();
      expect(cache.stats()).toMatchObject({ remembered: 0, revivals: 0 });
      await cache.close();
    }
  });
});

describe('leases on what is renewed', () => {
  interface Instance {
    readonly name: string;
  }

  function leasingCache(options: Partial<CacheOptions<string, Instance>> = {}) {
    const disposed: string[] = [];
    const dispose = ({ name }: Instance): void => {
      disposed.push(name);
    };
    return { ...watchedCache<string, Instance>({ maxEntries: 5, ttl: 100, dispose, ...options }), disposed };
  }
  const old = { name: 'old' };
  const next = { name: 'new' };

  it('hold the stale instance while the next one is made, and it is disposed after its last lease', async () => {
    const { cache, clock, disposed } = leasingCache({ staleWhileRevalidate: 50 });
    cache.set('a', old);
    clock.advance(100);
    expect(cache.tryAcquire('a')).toBeUndefined();
    const lease = await cache.acquire('a', () => next);
    expect(lease.value).toBe(old);
    await turns();
    expect(cache.get('a')).toBe(next);
    expect(disposed).toEqual([]);
    lease.release();
    expect(disposed).toEqual(['old']);
    await expect(cache.use('a', () => next, ({ name }) => name)).resolves.toBe('new'); // prettier-ignore
    await cache.close();
    expect(disposed).toEqual(['old', 'new']);
  });

  it('hold the stale instance where its load fails, within grace', async () => {
    const { cache, clock, disposed } = leasingCache({ grace: 500 });
    cache.set('a', old);
    clock.advance(100);
    await expect(cache.use('a', fail, ({ name }) => name)).resolves.toBe('old'); // prettier-ignore
    expect(cache.stats()).toMatchObject({ graceServes: 1, leases: 0 });
    clock.advance(500);
    await expect(cache.acquire('a', fail)).rejects.toThrow('source is down');
    expect(disposed).toEqual(['old']);
    await cache.close();
  });

  it('are refused where there is no place for one more, and then grace has nothing to do with it', async () => {
    const { cache, clock } = leasingCache({ grace: 500, maxLeased: 1 });
    cache.set('a', old);
    const lease = await cache.acquire('b', () => next);
    clock.advance(100);
    await expect(cache.acquire('a', fail)).rejects.toMatchObject({ code: 'LEASES_EXHAUSTED' });
    expect(cache.stats().graceServes).toBe(0);
    lease.release();
    await cache.close();
  });

  it('answer a failure that is remembered', async () => {
    const { cache } = leasingCache({ negativeTtl: 50 });
    const load = jest.fn(fail);
    await expect(cache.acquire('a', load)).rejects.toThrow('source is down');
    await expect(cache.acquire('a', load)).rejects.toThrow('source is down');
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.stats()).toMatchObject({ negativeHits: 1, leases: 0 });
    await cache.close();
  });

  it.each(['set', 'deleted', 'evicted', 'closed'])(
    'are not needed for what a refresh brings in vain, once the key was %s',
    async (how) => {
      const { cache, clock, disposed } = leasingCache({ staleWhileRevalidate: 50 });
      cache.set('a', old);
      clock.advance(100);
      const load = deferred<Instance>();
      await cache.getOrCreate('a', () => load.promise);
      await turns();
      const other = { name: 'other' };
      if (how === 'set') cache.set('a', other);
      else if (how === 'deleted') cache.delete('a');
      else if (how === 'evicted') cache.trim({ entries: 0 });
      else await cache.close();
      load.resolve(next);
      await turns();
      expect(disposed).toEqual(['old', 'new']);
      await cache.close();
    },
  );

  it('bring a fresh instance back that was evicted while it was leased, and not a stale one', async () => {
    const { cache, clock } = leasingCache({ staleWhileRevalidate: 50 });
    cache.set('a', old);
    const lease = await cache.acquire('a', () => next);
    clock.advance(99);
    cache.trim({ entries: 0 });
    expect(cache.get('a')).toBe(old);
    expect([...cache.entries()][0]).toMatchObject({ remainingTtlMs: 1 });
    clock.advance(1);
    cache.trim({ entries: 0 });
    expect(cache.get('a')).toBeUndefined();
    await expect(cache.getOrCreate('a', () => next)).resolves.toBe(next);
    lease.release();
    await cache.close();
  });
});

describe('refreshAhead', () => {
  it('has the next value made at a hit after its share of the ttl, while this one is fresh', async () => {
    const { cache, clock } = cacheOf({ refreshAhead: 0.8 });
    cache.set('a', 'old');
    clock.advance(79);
    const load = jest.fn(() => 'new');
    await cache.getOrCreate('a', load);
    await turns();
    expect(load).not.toHaveBeenCalled();
    clock.advance(1);
    expect(cache.get('a')).toBe('old');
    await expect(Promise.all([cache.getOrCreate('a', load), cache.getOrCreate('a', load)])).resolves.toEqual(['old', 'old']); // prettier-ignore
    await turns();
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.get('a')).toBe('new');
    expect([...cache.entries()][0]).toMatchObject({ remainingTtlMs: 100, stale: false });
    expect(cache.stats()).toMatchObject({ staleServes: 0, refreshes: 1, misses: 0 });
    checkAccounts({ cache });
    await cache.close();
  });

  it('does not lengthen a life: without staleWhileRevalidate the entry leaves at its ttl', async () => {
    const { cache, clock } = cacheOf({ refreshAhead: 0.5 });
    cache.set('a', 'old');
    clock.advance(100);
    expect(cache.get('a')).toBeUndefined();
    expect(cache.size).toBe(0);
    await cache.close();
  });
});

describe('grace', () => {
  it('lets a stale value stand in for a load that fails, and tells of the failure all the same', async () => {
    const { cache, clock, failures } = cacheOf({ grace: 500 });
    cache.set('a', 'old');
    clock.advance(100);
    await expect(Promise.all([cache.getOrCreate('a', fail), cache.getOrCreate('a', fail)])).resolves.toEqual(['old', 'old']); // prettier-ignore
    expect(cache.getOrCreateSync('a', () => { throw new Error('down too'); })).toBe('old'); // prettier-ignore
    expect(failures).toEqual([new Error('source is down'), new Error('down too')]);
    expect(cache.stats()).toMatchObject({ graceServes: 3, misses: 3, hits: 0, loads: 2, loadFailures: 2 });
    await expect(cache.getOrCreate('a', () => 'new')).resolves.toBe('new');
    checkAccounts({ cache });
    await cache.close();
  });

  it('stands in for a load that takes too long', async () => {
    const { cache, clock } = cacheOf({ grace: 500, loadTimeout: 20 });
    cache.set('a', 'old');
    clock.advance(100);
    const waiting = cache.getOrCreate('a', slowLoader().load);
    await jest.advanceTimersByTimeAsync(20);
    await expect(waiting).resolves.toBe('old');
    await cache.close();
  });

  it('ends when its time is over, and does not hide a caller who leaves, a closed cache or a mistake', async () => {
    const { cache, clock } = cacheOf({ grace: 500 });
    cache.set('a', 'old');
    clock.advance(100);
    const controller = new AbortController();
    const leaving = cache.getOrCreate('a', slowLoader().load, { signal: controller.signal });
    controller.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    await expect(cache.getOrCreate('a', 1 as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    clock.advance(500);
    await expect(cache.getOrCreate('a', fail)).rejects.toThrow('source is down');
    cache.set('b', 'old');
    clock.advance(100);
    const waiting = cache.getOrCreate('b', slowLoader().load);
    await cache.close();
    await expect(waiting).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
  });

  it('goes together with staleWhileRevalidate, whichever is longer', async () => {
    const { cache, clock } = cacheOf({ staleWhileRevalidate: 50, grace: 500 });
    cache.set('a', 'old');
    clock.advance(149);
    await expect(cache.getOrCreate('a', fail)).resolves.toBe('old');
    await turns();
    expect(cache.stats()).toMatchObject({ staleServes: 1, graceServes: 0 });
    clock.advance(1);
    await expect(cache.getOrCreate('a', fail)).resolves.toBe('old');
    expect(cache.stats()).toMatchObject({ staleServes: 1, graceServes: 1 });
    await cache.close();
  });

  it.each([
    ['its own time', { grace: 50, staleWhileRevalidate: 500 }, 50],
    ['the sliding lifetime', { grace: 500, idleTtl: 150 }, 50],
  ])('is over where %s ends while the source is asked', async (_, options, wait) => {
    for (const [late, answer] of [
      [wait, 'source is down'],
      [wait - 1, 'old'],
    ] as const) {
      const { cache, clock } = cacheOf(options);
      cache.set('a', 'old');
      clock.advance(100);
      const load = (): string => {
        clock.advance(late);
        throw new Error('source is down');
      };
      if (answer === 'old') expect(cache.getOrCreateSync('a', load)).toBe('old');
      else expect(() => cache.getOrCreateSync('a', load)).toThrow(answer);
      expect(cache.stats().graceServes).toBe(answer === 'old' ? 1 : 0);
      await cache.close();
    }
  });

  it('has nothing to stand in where the key was deleted meanwhile', async () => {
    const { cache, clock } = cacheOf({ grace: 500 });
    cache.set('a', 'old');
    clock.advance(100);
    const load = deferred<string>();
    const waiting = cache.getOrCreate('a', () => load.promise);
    cache.delete('a');
    load.reject(new Error('source is down'));
    await expect(waiting).rejects.toThrow('source is down');
    await cache.close();
  });

  it('ends with the sliding lifetime, which is about use and not about age', async () => {
    const { cache, clock } = cacheOf({ grace: 500, idleTtl: 120 });
    cache.set('a', 'old');
    clock.advance(120);
    await expect(cache.getOrCreate('a', fail)).rejects.toThrow('source is down');
    await cache.close();
  });

  it('answers that there is no value where the loader says so, and does not stand in for that', async () => {
    const { cache, clock } = cacheOf({ grace: 500 });
    cache.set('a', 'old');
    clock.advance(100);
    await expect(cache.getOrCreate('a', () => undefined as never)).resolves.toBeUndefined();
    await expect(cache.getOrCreate('a', fail)).rejects.toThrow('source is down');
    await cache.close();
  });
});

describe('jitter', () => {
  it('shortens lifetimes by up to its share, as chance says', async () => {
    const draws = [0, 0.5, 0.999];
    const { cache } = cacheOf({ jitter: 0.2, random: () => draws.shift()! });
    for (const key of ['a', 'b', 'c']) cache.set(key, 'v');
    const remaining = Array.from(cache.entries(), ({ remainingTtlMs }) => remainingTtlMs!);
    expect(remaining.map((ms) => Math.round(ms * 100) / 100)).toEqual([100, 90, 80.02]);
    await cache.close();
  });

  it('asks chance only where it has a part', async () => {
    const random = jest.fn(() => 0.5);
    const { cache } = cacheOf({ random });
    cache.set('a', 'v', { grace: 5 });
    expect(random).not.toHaveBeenCalled();
    cache.set('b', 'v', { jitter: 0.5 });
    expect(random).toHaveBeenCalledTimes(1);
    await cache.close();
  });

  it.each([NaN, 1, -0.1, '0.5', undefined])('refuses %p for chance, and keeps the value of a load', async (draw) => {
    const { cache } = cacheOf({ jitter: 0.2, random: () => draw as number });
    expect(caught(() => cache.set('a', 'v')).code).toBe('INVALID_OPTION');
    expect(() => cache.set('a', 'v')).toThrow(
      /^answer of random: expected a number of at least 0 and below 1, found .*; mend it, or leave random out for Math.random\.$/,
    );
    await expect(cache.getOrCreate('a', () => 'v')).resolves.toBe('v');
    expect(cache.stats()).toMatchObject({ entries: 0, rejections: 1 });
    await cache.close();
  });
});

describe('an adaptive ttl', () => {
  it('is told of the value and says how long it lives, for the cache or for one entry', async () => {
    const ttl = jest.fn(({ value }: { value: string }) => (value === 'long' ? '1s' : 10));
    const { cache, clock } = cacheOf({ ttl, weigher: () => 4 });
    await cache.getOrCreate('a', () => {
      clock.advance(3);
      return 'long';
    });
    cache.set('b', 'short');
    cache.set('c', 'short', { ttl: () => 70 });
    cache.set('d', 'short', { ttl: 80 });
    cache.set('e', 'short', { protected: true });
    expect(Array.from(cache.entries(), ({ remainingTtlMs }) => remainingTtlMs)).toEqual([1_000, 10, 70, 80, undefined]);
    expect(ttl.mock.calls).toEqual([
      [{ key: 'a', value: 'long', costMs: 3, weight: 4 }],
      [{ key: 'b', value: 'short', costMs: 0, weight: 4 }],
    ]);
    await cache.close();
  });

  it('is asked again at each refresh', async () => {
    const { cache, clock } = cacheOf({ ttl: ({ value }) => (value === 'old' ? 10 : 500), staleWhileRevalidate: 50 });
    cache.set('a', 'old');
    clock.advance(10);
    await cache.getOrCreate('a', () => 'new');
    await turns();
    expect([...cache.entries()][0]).toMatchObject({ remainingTtlMs: 500 });
    await cache.close();
  });

  it.each([0, -1, NaN, Infinity, 'soon', undefined, null])(
    'that answers %p stores nothing: set throws, a load is returned',
    async (answer) => {
      const { cache } = cacheOf({ ttl: () => answer as never });
      const failures: unknown[] = [];
      cache.on('store.failed', ({ error }) => failures.push(error));
      expect(() => cache.set('a', 'v')).toThrow("answer of ttl for 'a'");
      await expect(cache.getOrCreate('a', () => 'v')).resolves.toBe('v');
      expect(failures).toEqual([expect.objectContaining({ code: 'INVALID_OPTION' })]);
      expect(cache.stats()).toMatchObject({ entries: 0, insertions: 0, rejections: 1 });
      await cache.close();
    },
  );

  it('that throws leaves what was there, and reaches the caller of set unchanged', async () => {
    const error = new Error('mine');
    const { cache } = cacheOf({});
    cache.set('a', 'old');
    expect(() => cache.set('a', 'v', { ttl: () => { throw error; } })).toThrow(error); // prettier-ignore
    expect(cache.get('a')).toBe('old');
    await cache.close();
  });
});
