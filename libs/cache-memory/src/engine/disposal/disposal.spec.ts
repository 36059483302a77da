import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { watchedCache } from '../../../test/caches.js';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { CacheEvents } from '../events/cache-events.js';
import type { CacheOptions } from '../cache-options.js';
import { MethodInstanceCache } from '../method-instance-cache.js';

/** A cache, how instances ended, and which disposals failed. */
function disposing(options: Partial<CacheOptions<string>> = {}) {
  const ends: string[] = [];
  const failures: CacheEvents<string, unknown>['disposal.failed'][] = [];
  const watched = watchedCache({
    maxEntries: 2,
    dispose: (value, { key, cause }) => void ends.push(`${String(value)} as ${key}: ${cause}`),
    ...options,
  });
  watched.cache.on('disposal.failed', (failure) => failures.push(failure));
  return { ...watched, ends, failures };
}

/** An instance whose disposal ends when the test says so. */
function slow(): { instance: AsyncDisposable & { began: number }; end: Deferred<void> } {
  const end = deferred<void>();
  const instance = {
    began: 0,
    [Symbol.asyncDispose](): Promise<void> {
      this.began++;
      return end.promise;
    },
  };
  return { instance, end };
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('disposal', () => {
  it('follows every departure at once, with its cause, when the cache is whole again', () => {
    const sizes: number[] = [];
    const { cache, clock, ends } = disposing({
      policy: 'lru',
      ttl: 1_000,
      dispose: (value, { key, cause }) => {
        ends.push(`${String(value)} as ${key}: ${cause}`);
        sizes.push(cache.size);
      },
    });
    cache.set('a', 1, { tags: ['tag'] });
    cache.set('a', 2, { tags: ['tag'] });
    cache.invalidate('tag');
    cache.set('b', 3);
    cache.set('c', 4);
    cache.set('d', 5);
    cache.trim({ entries: 1 });
    cache.delete('d');
    cache.set('e', 6);
    cache.clear();
    cache.set('f', 7);
    clock.advance(2_000);
    cache.get('f');
    cache.set('g', 8);
    void cache.close();
    expect(ends).toEqual([
      '1 as a: replaced',
      '2 as a: invalidated',
      '3 as b: size',
      '4 as c: pressure',
      '5 as d: deleted',
      '6 as e: cleared',
      '7 as f: expired',
      '8 as g: closed',
    ]);
    expect(sizes).toEqual([1, 0, 2, 1, 0, 0, 0, 0]);
    expect(cache.stats()).toMatchObject({ disposals: 8, disposalFailures: 0, doomed: 0 });
  });

  it('is told after the removal, and lets the disposer use the cache', () => {
    const told: string[] = [];
    const { cache } = disposing({
      dispose: (_, { key }) => {
        told.push(`disposed ${key}`);
        cache.delete('b');
      },
    });
    cache.on('entry.removed', ({ key }) => told.push(`removed ${key}`));
    cache.set('a', 1);
    cache.set('b', 2);
    cache.delete('a');
    expect(told).toEqual(['removed a', 'disposed a', 'removed b', 'disposed b']);
  });

  it('is the instance’s own where no disposer is given, and none where there is nothing to dispose', () => {
    const { cache } = disposing({ dispose: undefined });
    const dispose = jest.fn();
    cache.set('a', { [Symbol.dispose]: dispose });
    cache.set('b', 'text');
    cache.clear();
    expect(dispose).toHaveBeenCalledTimes(1);
    expect(cache.stats().disposals).toBe(1);
  });

  it('is off where it is turned off', () => {
    const { cache } = disposing({ dispose: false });
    const dispose = jest.fn();
    cache.set('a', { [Symbol.dispose]: dispose });
    cache.clear();
    expect(dispose).not.toHaveBeenCalled();
  });

  it('comes once for an instance under two keys, when the last one has left', () => {
    const { cache, ends } = disposing();
    const instance = { toString: () => 'shared' };
    cache.set('a', instance);
    cache.set('b', instance);
    cache.delete('a');
    expect(ends).toEqual([]);
    cache.set('b', instance);
    cache.set('c', instance);
    cache.set('d', instance);
    expect(ends).toEqual([]);
    cache.clear();
    expect(ends).toEqual(['shared as d: cleared']);
  });

  it('does not come for an instance that takes its own place, under its key or another one', () => {
    const { cache, ends } = disposing({ maxEntries: 1 });
    cache.set('a', 'x');
    cache.set('a', 'x', { ttl: '1h' });
    cache.set('b', 'x');
    expect(ends).toEqual([]);
    expect(cache.get('b')).toBe('x');
  });

  it('does not come for an instance that a listener puts back', () => {
    const { cache, ends } = disposing();
    cache.on('entry.removed', ({ value, cause }) => cause === 'deleted' && cache.set('kept', value));
    cache.set('a', 'x');
    cache.delete('a');
    expect(ends).toEqual([]);
    cache.clear();
    expect(ends).toEqual(['x as kept: cleared']);
  });

  it('leaves a value to the caller that set() did not store', () => {
    const { cache, ends } = disposing({ maxBytes: 10, weigher: () => 11 });
    expect(cache.set('a', 'x')).toBe(false);
    expect(ends).toEqual([]);
  });

  it('follows a renewal that no longer fits', () => {
    const { cache, ends } = disposing({ maxBytes: 10, weigher: () => 1 });
    cache.set('a', 'x');
    cache.set('a', 'x', { weight: 11 });
    expect(ends).toEqual(['x as a: replaced']);
  });

  it('comes for what a loader makes after everybody has left, and after the load timed out', async () => {
    const { cache, ends } = disposing();
    const load = deferred<string>();
    const controller = new AbortController();
    const left = cache.acquire('a', () => load.promise, { signal: controller.signal });
    const late = cache.getOrCreate('b', () => load.promise.then((value) => `${value}2`), { loadTimeout: 10 });
    const settled = Promise.allSettled([left, late]);
    controller.abort();
    jest.advanceTimersByTime(20);
    await settled;
    load.resolve('x');
    await turns();
    expect(ends).toEqual(['x as a: unstored', 'x2 as b: unstored']);
    expect(cache.stats()).toMatchObject({ leases: 0, leased: 0, doomed: 0 });
  });

  it('is refused where an evicted instance may come back', () => {
    const { code, message } = caught(
      () => new MethodInstanceCache({ maxEntries: 1, retention: 'soft', dispose: () => {} }),
    );
    expect(code).toBe('INVALID_OPTION');
    expect(message).toContain("retention 'strong'");
  });

  it.each(['weak', 'soft'] as const)('is not the business of a %s cache', (retention) => {
    const { cache } = disposing({ retention, dispose: undefined });
    const instance = { [Symbol.dispose]: jest.fn() };
    cache.set('a', instance);
    cache.trim({ entries: 0 });
    expect(cache.get('a')).toBe(instance);
    cache.delete('a');
    expect(instance[Symbol.dispose]).not.toHaveBeenCalled();
  });
});

describe('a disposal that fails', () => {
  it.each([
    ['throws', () => { throw new Error('boom'); }], // prettier-ignore
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('is told and counted and stops nothing else where it %s', async (_, fail) => {
    const ended: string[] = [];
    const { cache, failures } = disposing({
      dispose: (_, { key }) => {
        ended.push(key);
        return key === 'a' ? fail() : undefined;
      },
    });
    cache.set('a', 1);
    cache.set('b', 2);
    cache.clear();
    await turns();
    expect(ended).toEqual(['a', 'b']);
    expect(failures).toEqual([{ key: 'a', cause: 'cleared', error: new Error('boom') }]);
    expect(cache.stats()).toMatchObject({ disposals: 2, disposalFailures: 1, doomed: 0 });
  });

  it('keeps the hooks that follow from nothing', async () => {
    const { cache, failures } = disposing({ dispose: undefined });
    const instance = {
      onModuleDestroy: jest.fn(() => Promise.reject(new Error('first'))),
      beforeApplicationShutdown: jest.fn(() => {
        throw new Error('second');
      }),
      onApplicationShutdown: jest.fn(),
    };
    cache.set('a', instance);
    cache.delete('a');
    await turns();
    expect(instance.onApplicationShutdown).toHaveBeenCalledTimes(1);
    expect(failures).toHaveLength(1);
    expect((failures[0]!.error as AggregateError).errors).toEqual([new Error('first'), new Error('second')]);
  });

  it('is one that does not let itself be looked at', () => {
    const { cache, failures } = disposing({ dispose: undefined });
    cache.set('a', {
      get [Symbol.asyncDispose](): never {
        throw new Error('boom');
      },
    });
    cache.delete('a');
    expect(failures).toEqual([{ key: 'a', cause: 'deleted', error: new Error('boom') }]);
    expect(cache.set('a', 1)).toBe(true);
  });

  it('is one that takes longer than the drain time-out, and is waited for no longer', async () => {
    const { cache, failures } = disposing({ dispose: undefined, drainTimeout: '5s' });
    const { instance, end } = slow();
    cache.set('a', instance);
    cache.delete('a');
    const next = cache.getOrCreate('a', () => 'next');
    await turns();
    expect(cache.stats()).toMatchObject({ doomed: 1, loads: 0, loading: 1 });
    jest.advanceTimersByTime(5_000);
    expect(await next).toBe('next');
    expect(failures).toMatchObject([{ key: 'a', error: { code: 'DISPOSAL_TIMEOUT' } }]);
    end.reject(new Error('too late'));
    await turns();
    expect(failures).toHaveLength(1);
    expect(cache.stats()).toMatchObject({ doomed: 0, disposals: 1, disposalFailures: 1 });
  });
});

describe('a reload', () => {
  it('waits for the disposal of its key’s former instance, and for no other one', async () => {
    const { cache } = disposing({ dispose: undefined });
    const { instance, end } = slow();
    cache.set('a', instance);
    cache.delete('a');
    const load = jest.fn(() => 'next');
    const next = cache.acquire('a', load);
    expect(await cache.getOrCreate('b', () => 'other')).toBe('other');
    expect(instance.began).toBe(1);
    expect(load).not.toHaveBeenCalled();
    end.resolve();
    expect((await next).value).toBe('next');
  });

  it('does not wait where it is told not to', async () => {
    const { cache } = disposing({ dispose: undefined, reloadAfterDisposal: false });
    const { instance, end } = slow();
    cache.set('a', instance);
    cache.delete('a');
    expect(await cache.getOrCreate('a', () => 'next')).toBe('next');
    end.resolve();
  });

  it('does not begin where everybody has left meanwhile', async () => {
    const { cache } = disposing({ dispose: undefined });
    const { instance, end } = slow();
    cache.set('a', instance);
    cache.delete('a');
    const controller = new AbortController();
    const load = jest.fn(() => 'next');
    const next = cache.getOrCreate('a', load, { signal: controller.signal });
    controller.abort(new Error('left'));
    end.resolve();
    await expect(next).rejects.toThrow('left');
    await turns();
    expect(load).not.toHaveBeenCalled();
  });
});

describe('close', () => {
  it('waits for leases and for disposals', async () => {
    const { cache } = disposing({ dispose: undefined });
    const [leased, left] = [slow(), slow()];
    const lease = await cache.acquire('a', () => leased.instance);
    cache.set('b', left.instance);
    let isClosed = false;
    const closing = cache.close().then(() => (isClosed = true));
    await turns();
    expect([leased.instance.began, left.instance.began]).toEqual([0, 1]);
    left.end.resolve();
    await turns();
    lease.release();
    expect(leased.instance.began).toBe(1);
    await turns();
    expect(isClosed).toBe(false);
    leased.end.resolve();
    await closing;
    expect(cache.stats()).toMatchObject({ doomed: 0, leases: 0, disposals: 2 });
    expect(jest.getTimerCount()).toBeLessThanOrEqual(1);
  });

  it('waits for the drain time-out at the most, and then disposes of what is still leased, once', async () => {
    const { cache, ends } = disposing({ drainTimeout: '2s' });
    const overdue = jest.fn();
    cache.on('lease.overdue', overdue);
    const lease = await cache.acquire('a', () => 'x');
    const closing = cache.close();
    jest.advanceTimersByTime(1_999);
    await turns();
    expect(ends).toEqual([]);
    jest.advanceTimersByTime(1);
    await closing;
    expect(overdue).toHaveBeenCalledTimes(1);
    expect(ends).toEqual(['x as a: closed']);
    lease.release();
    await turns();
    expect(ends).toHaveLength(1);
    expect(cache.stats()).toMatchObject({ leases: 0, leased: 0, doomed: 0 });
  });

  it('does not wait for leases on what needs no disposal', async () => {
    const { cache } = disposing({ dispose: false });
    const lease = await cache.acquire('a', () => ({}));
    await cache.close();
    lease.release();
    expect(cache.stats().doomed).toBe(0);
  });

  it('answers the same promise to all whom it calls, and ends once', async () => {
    const made = slow();
    const answers: Promise<void>[] = [];
    const close = (): void => void answers.push(cache.close());
    const dispose = async (): Promise<void> => {
      close();
      await made.end.promise;
    };
    const { cache, removals } = disposing({ dispose });
    cache.on('entry.removed', close);
    cache.set('a', made.instance);
    const load = cache.getOrCreate('b', ({ signal }) => {
      signal.addEventListener('abort', close);
      return new Promise(() => {});
    });
    const closing = cache.close();
    await expect(load).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
    expect(new Set([closing, ...answers]).size).toBe(1);
    expect(answers).toHaveLength(3);
    made.end.resolve();
    await closing;
    expect(removals).toHaveLength(1);
    expect(cache.stats()).toMatchObject({ disposals: 1, doomed: 0 });
  });

  it('answers the same promise to all who call it', () => {
    const { cache } = disposing();
    expect(cache.close()).toBe(cache.close());
  });
});
