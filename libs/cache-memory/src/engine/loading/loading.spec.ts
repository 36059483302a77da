import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { watchedCache } from '../../../test/caches.js';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { Loader } from './loader.js';

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

describe('getOrCreate', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('loads what is missing, once, and stores it with the time that it took', async () => {
    const { cache, clock } = watchedCache<string, string>({ maxEntries: 5 });
    const load = jest.fn(async ({ key }: { key: string }) => {
      clock.advance(30);
      return key.toUpperCase();
    });
    await expect(cache.getOrCreate('a', load)).resolves.toBe('A');
    await expect(cache.getOrCreate('a', load)).resolves.toBe('A');
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.stats()).toMatchObject({
      loads: 1,
      hits: 1,
      misses: 1,
      loadTimeMs: 30,
      timeSavedMs: 30,
      insertions: 1,
    });
    expect([...cache.entries()][0]).toMatchObject({ key: 'a', costMs: 30 });
  });

  it('runs one loader for a thousand concurrent callers', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    const { loads, load } = slowLoader();
    const waiting = Array.from({ length: 1_000 }, () => cache.getOrCreate('a', load));
    expect(cache.stats().loading).toBe(1);
    loads[0]!.resolve('value');
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['value']));
    expect(loads).toHaveLength(1);
    expect(cache.stats()).toMatchObject({
      gets: 1_000,
      misses: 1_000,
      loads: 1,
      coalesced: 999,
      insertions: 1,
      loading: 0,
    });
  });

  it('takes a loader that answers at once', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    await expect(cache.getOrCreate('a', () => 'now')).resolves.toBe('now');
    expect(cache.get('a')).toBe('now');
  });

  it('stores by the options of the load', async () => {
    const { cache, clock } = watchedCache<string, string>({ maxEntries: 5, ttl: 10 });
    await cache.getOrCreate('a', () => 'v', { ttl: 500, tags: ['x'], priority: 'low', weight: 3, cost: 9 });
    clock.advance(100);
    expect([...cache.entries()]).toEqual([
      expect.objectContaining({ remainingTtlMs: 400, tags: ['x'], priority: 'low', weight: 3, costMs: 9 }),
    ]);
    void cache.close();
  });

  it('returns undefined and does not store it', async () => {
    const { cache } = watchedCache<string, string | undefined>({ maxEntries: 5 });
    const load = jest.fn(() => undefined);
    await expect(cache.getOrCreate('a', load)).resolves.toBeUndefined();
    await expect(cache.getOrCreate('a', load)).resolves.toBeUndefined();
    expect(load).toHaveBeenCalledTimes(2);
    expect(cache.stats()).toMatchObject({ loads: 2, loadFailures: 0, insertions: 0, rejections: 0 });
  });

  it('returns a value that is too heavy and does not store it', async () => {
    const { cache } = watchedCache<string, string>({ maxBytes: 10, weigher: (value) => value.length });
    const heavy = 'x'.repeat(11);
    await expect(cache.getOrCreate('a', async () => heavy)).resolves.toBe(heavy);
    expect(cache.stats()).toMatchObject({ rejections: 1, entries: 0, loadFailures: 0 });
  });

  it('refuses what is no loader and options that it does not know, and starts nothing', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    const load = jest.fn(() => 'v');
    await expect(cache.getOrCreate('a', 'v' as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(cache.getOrCreate('a', load, { tll: 5 } as never)).rejects.toMatchObject({ code: 'UNKNOWN_OPTION' });
    await expect(cache.getOrCreate('a', load, 5_000 as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(cache.getOrCreate('a', load, { loadTimeout: -1 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    expect(load).not.toHaveBeenCalled();
    expect(cache.stats().loading).toBe(0);
  });

  describe('whose key changes meanwhile', () => {
    type Change = (cache: ReturnType<typeof watchedCache<string, string>>['cache']) => unknown;
    const changes: [string, Change, string | undefined][] = [
      ['deleted', (cache) => cache.delete('a'), undefined],
      ['cleared', (cache) => cache.clear(), undefined],
      ['invalidated by its tag', (cache) => cache.invalidate('other', 'tag'), undefined],
      ['set', (cache) => cache.set('a', 'set'), 'set'],
      ['loaded at once', (cache) => cache.getOrCreateSync('a', () => 'set'), 'set'],
    ];

    it.each(changes)(
      'returns the loaded value to its callers and does not store it when the key was %s',
      async (_, change, kept) => {
        const { cache } = watchedCache<string, string>({ maxEntries: 5 });
        const { loads, load } = slowLoader();
        const waiting = [cache.getOrCreate('a', load, { tags: ['tag'] }), cache.getOrCreate('a', load)];
        change(cache);
        loads[0]!.resolve('stale');
        await expect(Promise.all(waiting)).resolves.toEqual(['stale', 'stale']);
        expect(cache.peek('a')).toBe(kept);
        expect(cache.stats().loading).toBe(0);
      },
    );

    it('starts another load for those who ask afterwards, and stores that one, whichever ends first', async () => {
      for (const lateFirst of [true, false]) {
        const { cache } = watchedCache<string, string>({ maxEntries: 5 });
        const { loads, load } = slowLoader();
        const before = cache.getOrCreate('a', load);
        cache.delete('a');
        const after = cache.getOrCreate('a', load);
        expect(loads).toHaveLength(2);
        expect(cache.stats().loading).toBe(2);
        const order = lateFirst ? [1, 0] : [0, 1];
        for (const index of order) {
          loads[index]!.resolve(`value ${index}`);
          await turns();
        }
        await expect(Promise.all([before, after])).resolves.toEqual(['value 0', 'value 1']);
        expect(cache.get('a')).toBe('value 1');
      }
    });

    it('is not disturbed by another key or another tag', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const { loads, load } = slowLoader();
      const waiting = cache.getOrCreate('a', load, { tags: ['tag'] });
      cache.set('b', 'x');
      cache.delete('c');
      cache.invalidate('other');
      cache.trim({ entries: 0 });
      loads[0]!.resolve('fresh');
      await waiting;
      expect(cache.get('a')).toBe('fresh');
    });

    it('is not superseded by a set that was refused with an error', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const { loads, load } = slowLoader();
      const waiting = cache.getOrCreate('a', load);
      expect(caught(() => cache.set('a', 'x', { ttl: -1 })).code).toBe('INVALID_OPTION');
      loads[0]!.resolve('fresh');
      await waiting;
      expect(cache.get('a')).toBe('fresh');
    });
  });

  describe('with a loader that fails', () => {
    it.each([
      ['throws', () => { throw 'a text'; }, 'a text'], // prettier-ignore
      ['rejects', () => Promise.reject(null), null],
      ['rejects with undefined', () => Promise.reject(undefined), undefined],
    ])('passes on unchanged what it %s, tells of it, and tries again at the next call', async (_, fail, reason) => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const failures: unknown[] = [];
      cache.on('load.failed', (event) => failures.push(event));
      const outcomes = await Promise.allSettled([cache.getOrCreate('a', fail), cache.getOrCreate('a', fail)]);
      expect(outcomes).toEqual([
        { status: 'rejected', reason },
        { status: 'rejected', reason },
      ]);
      expect(failures).toEqual([{ key: 'a', error: reason }]);
      expect(cache.stats()).toMatchObject({ loads: 1, loadFailures: 1, entries: 0, loading: 0 });
      await expect(cache.getOrCreate('a', () => 'again')).resolves.toBe('again');
    });

    it('passes on the very error', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const error = new TypeError('mine');
      await expect(cache.getOrCreate('a', () => Promise.reject(error))).rejects.toBe(error);
    });

    it('leaves the failure to its callers, so that nothing is unhandled where they handle it', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const { signal } = new AbortController();
      const fail = (): Promise<never> => Promise.reject(new Error('no'));
      await Promise.allSettled([cache.getOrCreate('a', fail, { signal }), cache.getOrCreate('a', fail)]);
      await turns();
    });

    it('answers a value whose weigher fails without storing it, tells of it, and tries again', async () => {
      let isBroken = true;
      const weigher = (): number => (isBroken ? NaN : 1);
      const { cache } = watchedCache<string, string>({ maxBytes: 5, weigher });
      const failures: unknown[] = [];
      cache.on('store.failed', (failure) => failures.push(failure));
      await expect(cache.getOrCreate('a', () => 'v')).resolves.toBe('v');
      expect(cache.getOrCreateSync('a', () => 'w')).toBe('w');
      expect(cache.stats()).toMatchObject({ entries: 0, loadFailures: 0, rejections: 2, loading: 0 });
      const failure = { key: 'a', error: expect.objectContaining({ code: 'INVALID_WEIGHT' }) };
      expect(failures).toEqual([failure, failure]);
      isBroken = false;
      await expect(cache.getOrCreate('a', () => 'v')).resolves.toBe('v');
    });
  });

  describe('with a loader that never settles', () => {
    it('ends with LOAD_TIMEOUT and aborts the loader, and the next call tries again', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5, loadTimeout: '2s' });
      const { signals, load } = slowLoader();
      const outcomes = Promise.allSettled([cache.getOrCreate('a', load), cache.getOrCreate('a', load)]);
      await jest.advanceTimersByTimeAsync(1_999);
      expect(signals[0]!.aborted).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      const expected = expect.objectContaining({
        code: 'LOAD_TIMEOUT',
        message:
          "load of 'a': expected a value within 2000 ms, found none; raise loadTimeout or mend the loader; the next call tries again.",
      });
      expect(await outcomes).toEqual([
        { status: 'rejected', reason: expected },
        { status: 'rejected', reason: expected },
      ]);
      expect(signals[0]!.aborted).toBe(true);
      expect(signals[0]!.reason).toEqual(expected);
      expect(cache.stats()).toMatchObject({ loadFailures: 1, loading: 0, entries: 0 });
      await expect(cache.getOrCreate('a', () => 'again')).resolves.toBe('again');
    });

    it('takes the time limit of the call before that of the cache', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5, loadTimeout: '2s' });
      const { load } = slowLoader();
      const waiting = expect(cache.getOrCreate('a', load, { loadTimeout: 5 })).rejects.toMatchObject({
        code: 'LOAD_TIMEOUT',
      });
      await jest.advanceTimersByTimeAsync(5);
      await waiting;
    });

    it('stops the watch when the load ends, well or badly', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5, loadTimeout: '2s' });
      await cache.getOrCreate('a', async () => 'v');
      await expect(cache.getOrCreate('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(jest.getTimerCount()).toBe(0);
    });

    it('stops the watch when the load is aborted, though the loader goes on', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5, loadTimeout: '2s' });
      const { load } = slowLoader();
      const controller = new AbortController();
      const left = expect(cache.getOrCreate('a', load, { signal: controller.signal })).rejects.toThrow('gone');
      const closed = expect(cache.getOrCreate('b', load)).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
      controller.abort(new Error('gone'));
      await left;
      void cache.close();
      await closed;
      expect(jest.getTimerCount()).toBe(0);
    });

    it('drops what comes late, value or error, without a trace', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5, loadTimeout: 10 });
      const { loads, load } = slowLoader();
      const waiting = Promise.allSettled([cache.getOrCreate('a', load), cache.getOrCreate('b', load)]);
      await jest.advanceTimersByTimeAsync(10);
      await waiting;
      loads[0]!.resolve('late');
      loads[1]!.reject(new Error('late'));
      await turns();
      expect(cache.stats()).toMatchObject({ entries: 0, insertions: 0, loadFailures: 2, loadTimeMs: 0 });
    });
  });

  describe('with a signal of its caller', () => {
    it('does not begin where the signal is aborted already', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const load = jest.fn(() => 'v');
      const reason = new Error('gone');
      await expect(cache.getOrCreate('a', load, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      expect(load).not.toHaveBeenCalled();
    });

    it('answers a hit even then', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      cache.set('a', 'v');
      await expect(cache.getOrCreate('a', () => 'x', { signal: AbortSignal.abort() })).resolves.toBe('v');
    });

    it('lets one caller leave while the others go on waiting', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const { loads, signals, load } = slowLoader();
      const controller = new AbortController();
      const leaving = cache.getOrCreate('a', load, { signal: controller.signal });
      const staying = cache.getOrCreate('a', load);
      controller.abort(new Error('gone'));
      await expect(leaving).rejects.toThrow('gone');
      expect(signals[0]!.aborted).toBe(false);
      loads[0]!.resolve('v');
      await expect(staying).resolves.toBe('v');
      expect(cache.get('a')).toBe('v');
      expect(cache.stats().loadFailures).toBe(0);
    });

    it('aborts the load when the last caller leaves, with its reason, and the next call tries again', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const { loads, signals, load } = slowLoader();
      const first = new AbortController();
      const second = new AbortController();
      const failures: unknown[] = [];
      cache.on('load.failed', ({ error }) => failures.push(error));
      const leaving = [
        cache.getOrCreate('a', load, { signal: first.signal }),
        cache.getOrCreate('a', load, { signal: second.signal }),
      ];
      first.abort(new Error('first'));
      expect(signals[0]!.aborted).toBe(false);
      const reason = new Error('second');
      second.abort(reason);
      expect(signals[0]!.reason).toBe(reason);
      const again = cache.getOrCreate('a', load);
      expect(loads).toHaveLength(2);
      loads[0]!.resolve('late');
      await expect(leaving[0]).rejects.toThrow('first');
      await expect(leaving[1]).rejects.toThrow('second');
      loads[1]!.resolve('v');
      await expect(again).resolves.toBe('v');
      await turns();
      expect(cache.get('a')).toBe('v');
      expect(failures).toEqual([new Error('second')]);
      expect(cache.stats()).toMatchObject({ loads: 2, loadFailures: 1, insertions: 1, loading: 0 });
    });

    it('leaves no listener on a signal that lives longer than the load', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const { signal } = new AbortController();
      for (let round = 0; round < 20; round++) {
        await cache.getOrCreate(`key ${round}`, async () => 'v', { signal });
        await cache.getOrCreate('bad', () => Promise.reject(new Error('no')), { signal }).catch(() => {});
      }
      await turns();
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    });

    it('does not abort a load that has ended', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const { loads, signals, load } = slowLoader();
      const controller = new AbortController();
      const waiting = cache.getOrCreate('a', load, { signal: controller.signal });
      loads[0]!.resolve('v');
      await waiting;
      await turns();
      controller.abort();
      expect(signals[0]!.aborted).toBe(false);
      expect(cache.get('a')).toBe('v');
    });
  });

  describe('with a loader that uses the cache', () => {
    it('may ask for another key', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const value = await cache.getOrCreate('a', async () => `${await cache.getOrCreate('b', async () => 'b')}+a`);
      expect(value).toBe('b+a');
      expect(cache.get('b')).toBe('b');
    });

    it('may set its own key, which then stays', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const value = await cache.getOrCreate('a', () => {
        cache.set('a', 'set');
        return 'loaded';
      });
      expect(value).toBe('loaded');
      expect(cache.get('a')).toBe('set');
    });

    it('may close it: its callers learn that, and nothing is stored', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5 });
      const waiting = cache.getOrCreate('a', async () => {
        void cache.close();
        return 'v';
      });
      await expect(waiting).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
      expect(cache.size).toBe(0);
    });

    it('ends by its time limit where it waits for its own key', async () => {
      const { cache } = watchedCache<string, string>({ maxEntries: 5, loadTimeout: 100 });
      const load: Loader<string, string> = () => cache.getOrCreate('a', load);
      const waiting = expect(cache.getOrCreate('a', load)).rejects.toMatchObject({ code: 'LOAD_TIMEOUT' });
      await jest.advanceTimersByTimeAsync(100);
      await waiting;
      await turns();
    });
  });

  it('ends with CACHE_CLOSED when the cache is closed meanwhile, and nothing is stored', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    const { loads, signals, load } = slowLoader();
    const outcomes = Promise.allSettled([
      cache.getOrCreate('a', load),
      cache.getOrCreate('b', load, { signal: new AbortController().signal }),
    ]);
    cache.delete('b');
    void cache.close();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
    const reason = expect.objectContaining({ code: 'CACHE_CLOSED' });
    expect(await outcomes).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    loads[0]!.resolve('late');
    loads[1]!.reject(new Error('late'));
    await turns();
    expect(cache.stats()).toMatchObject({ entries: 0, loading: 0 });
  });
});

describe('getOrCreateSync', () => {
  it('loads what is missing, once', () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    const load = jest.fn(({ key }: { key: string }) => key.toUpperCase());
    expect([cache.getOrCreateSync('a', load), cache.getOrCreateSync('a', load)]).toEqual(['A', 'A']);
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.stats()).toMatchObject({ gets: 2, hits: 1, misses: 1, loads: 1 });
  });

  it('passes on what the loader throws, tells of it, and tries again', () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    const failures: unknown[] = [];
    cache.on('load.failed', (event) => failures.push(event));
    const error = new Error('mine');
    expect(() =>
      cache.getOrCreateSync('a', () => {
        throw error;
      }),
    ).toThrow(error);
    expect(failures).toEqual([{ key: 'a', error }]);
    expect(cache.getOrCreateSync('a', () => 'again')).toBe('again');
    expect(cache.stats()).toMatchObject({ loads: 2, loadFailures: 1 });
  });

  it('refuses a loader that asks for its own key, directly or by way of another', () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    const direct = (): string => cache.getOrCreateSync('a', direct);
    expect(caught(() => cache.getOrCreateSync('a', direct)).code).toBe('RECURSIVE_LOAD');
    const b = (): string => cache.getOrCreateSync('b', () => cache.getOrCreateSync('a', b));
    expect(caught(() => cache.getOrCreateSync('a', b)).message).toBe(
      "load of 'a': expected a loader that does not ask for its own key, found one that does; give the inner value a key of its own.",
    );
    expect(cache.size).toBe(0);
    expect(cache.getOrCreateSync('a', () => cache.getOrCreateSync('b', () => 'fine'))).toBe('fine');
    expect(cache.size).toBe(2);
  });

  it('refuses a promise, whose later rejection then harms nobody', async () => {
    const { cache } = watchedCache({ maxEntries: 5 });
    const error = caught(() => cache.getOrCreateSync('a', () => Promise.reject(new Error('late'))));
    expect(error.code).toBe('INVALID_VALUE');
    expect(error.problem.remedy).toBe('use getOrCreate');
    await turns();
    expect(cache.size).toBe(0);
  });

  it('returns undefined and does not store it', () => {
    const { cache } = watchedCache<string, string | undefined>({ maxEntries: 5 });
    expect(cache.getOrCreateSync('a', () => undefined)).toBeUndefined();
    expect(cache.size).toBe(0);
  });

  it('refuses what is no loader', () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    expect(caught(() => cache.getOrCreateSync('a', 'v' as never)).problem.subject).toBe('loader');
  });
});
