import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchedCache } from '../../../test/caches.js';
import { caught } from '../../../test/caught.js';
import { deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { CacheOptions } from '../cache-options.js';
import type { DisposalCause } from '../disposal/disposer.js';
import type { MethodInstanceCache } from '../method-instance-cache.js';

/** An instance that says how often it was disposed. */
class Resource {
  disposals = 0;
  constructor(readonly name: string) {}
  [Symbol.dispose](): void {
    this.disposals++;
  }
}

type Resources = MethodInstanceCache<string, Resource>;

/** A cache of resources, and how each one ended. */
function resources(options: Partial<CacheOptions<string, Resource>> = {}) {
  const ends: string[] = [];
  const dispose = (resource: Resource, { key, cause }: { key: string; cause: DisposalCause }): void => {
    resource.disposals++;
    ends.push(`${resource.name} as ${key}: ${cause}`);
  };
  const watched = watchedCache<string, Resource>({ maxEntries: 2, dispose, ...options });
  let made = 0;
  const load = jest.fn(({ key }: { key: string }) => new Resource(`${key}${++made}`));
  return { ...watched, ends, load };
}

/** A load that somebody waits for, and that the only one has left who was promised a lease. */
async function loadThatWasLeft() {
  const { cache, load } = resources({ maxLeased: 1 });
  const made = deferred<Resource>();
  const waiting = cache.getOrCreate('a', () => made.promise);
  const controller = new AbortController();
  const left = cache.acquire('a', load, { signal: controller.signal });
  controller.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  return { cache, load, made, waiting };
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('acquire', () => {
  it('leases what is there, and what the loader makes', async () => {
    const { cache, load } = resources();
    const made = await cache.acquire('a', load);
    const found = await cache.acquire('a', load);
    expect(found.value).toBe(made.value);
    expect(made.key).toBe('a');
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 1, leases: 2, leased: 1, doomed: 0 });
    made.release();
    found.release();
    expect(cache.stats()).toMatchObject({ leases: 0, leased: 0 });
  });

  const paths: [DisposalCause, (cache: Resources, advance: (ms: number) => unknown) => unknown][] = [
    ['size', (cache) => [cache.set('x', new Resource('x')), cache.set('y', new Resource('y'))]],
    ['pressure', (cache) => cache.trim({ entries: 0 })],
    ['expired', (cache, advance) => [advance(10_000), cache.evictExpired()]],
    ['deleted', (cache) => cache.delete('a')],
    ['cleared', (cache) => cache.clear()],
    ['invalidated', (cache) => cache.invalidate('tag')],
    ['replaced', (cache) => cache.set('a', new Resource('other'))],
    ['closed', (cache) => void cache.close()],
  ];

  it.each(paths)('holds an instance that leaves, cause %s, until its last lease ends', async (cause, leave) => {
    const { cache, ends, load, clock } = resources({ policy: 'lru', ttl: 10_000, weigher: () => 7 });
    const first = await cache.acquire('a', load, { tags: ['tag'] });
    const second = await cache.acquire('a', load);
    leave(cache, (ms) => clock.advance(ms));
    expect(first.value.disposals).toBe(0);
    expect(cache.stats()).toMatchObject({ doomed: 1, doomedWeight: 7, leases: 2, leased: 1 });
    first.release();
    first.release();
    expect(second.value.disposals).toBe(0);
    const { value } = second;
    second.release();
    expect(ends.filter((end) => end.startsWith('a1'))).toEqual([`a1 as a: ${cause}`]);
    expect(value.disposals).toBe(1);
    expect(cache.stats()).toMatchObject({ doomed: 0, doomedWeight: 0, leases: 0, leased: 0, disposals: 1 });
    second.release();
    expect(value.disposals).toBe(1);
  });

  it('gives every caller of one load a living instance, though it is evicted before they go on', async () => {
    const { cache, ends } = resources();
    const load = deferred<Resource>();
    const callers = [1, 2, 3].map(() => cache.acquire('a', () => load.promise));
    cache.on('entry.removed', () => {});
    load.resolve(new Resource('a'));
    await Promise.resolve();
    await Promise.resolve();
    for (let turn = 0; turn < 10; turn++) {
      cache.clear();
      await Promise.resolve();
    }
    const leases = await Promise.all(callers);
    expect(leases.map(({ value }) => value.disposals)).toEqual([0, 0, 0]);
    expect(cache.size).toBe(0);
    for (const lease of leases) lease.release();
    expect(ends).toEqual(['a as a: cleared']);
  });

  it('leases a value that cannot be stored, and disposes it when its last lease ends', async () => {
    const { cache, ends, load } = resources({ maxBytes: 10, weigher: () => 11 });
    const callers = await Promise.all([cache.acquire('a', load), cache.acquire('a', load)]);
    expect(cache.size).toBe(0);
    expect(cache.stats()).toMatchObject({ rejections: 1, doomed: 1, doomedWeight: 11, leased: 1 });
    callers[0].release();
    expect(ends).toEqual([]);
    callers[1].release();
    expect(ends).toEqual(['a1 as a: unstored']);
  });

  it('leases a value whose key changed while it was loaded', async () => {
    const { cache, ends } = resources();
    const load = deferred<Resource>();
    const caller = cache.acquire('a', () => load.promise);
    cache.delete('a');
    load.resolve(new Resource('a'));
    (await caller).release();
    expect(ends).toEqual(['a as a: unstored']);
  });
});

describe('use', () => {
  it('leases while the function runs, and answers what it answers', async () => {
    const { cache, ends, load } = resources();
    const gate = deferred<void>();
    const using = cache.use('a', load, async (resource) => {
      await gate.promise;
      return resource.disposals;
    });
    await turns();
    cache.delete('a');
    expect(ends).toEqual([]);
    gate.resolve();
    expect(await using).toBe(0);
    expect(ends).toEqual(['a1 as a: deleted']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('ends the lease of a function that %s', async (_, work) => {
    const { cache, load } = resources();
    await expect(cache.use('a', load, work)).rejects.toThrow('boom');
    expect(cache.stats()).toMatchObject({ leases: 0, leased: 0 });
  });

  it('refuses what is no function before anything is loaded', async () => {
    const { cache, load } = resources();
    await expect(cache.use('a', load, 5 as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    expect(load).not.toHaveBeenCalled();
  });
});

describe('tryAcquire', () => {
  it('leases what is there at once, and nothing else', () => {
    const { cache, ends } = resources();
    expect(cache.tryAcquire('a')).toBeUndefined();
    cache.set('a', new Resource('a'));
    {
      using lease = cache.tryAcquire('a');
      cache.delete('a');
      expect(lease?.value.disposals).toBe(0);
    }
    expect(ends).toEqual(['a as a: deleted']);
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 1 });
    expect(caught(() => cache.tryAcquire(undefined as never)).code).toBe('INVALID_KEY');
  });
});

describe('a lease', () => {
  it('gives its instance no more once it has ended', async () => {
    const { cache, load } = resources();
    const lease = await cache.acquire('a', load);
    lease.release();
    expect(caught(() => lease.value)).toMatchObject({
      code: 'LEASE_ENDED',
      message: expect.stringContaining("lease on 'a'"),
    });
  });

  it('ends with the block that declared it', async () => {
    const { cache, load } = resources();
    {
      await using lease = await cache.acquire('a', load);
      expect(lease.value.name).toBe('a1');
      expect(cache.stats().leases).toBe(1);
    }
    expect(cache.stats().leases).toBe(0);
  });
});

describe('an instance that is evicted while it is leased', () => {
  it.each<[string, (cache: Resources) => unknown]>([
    ['the bound', (cache) => [cache.set('x', new Resource('x')), cache.set('y', new Resource('y'))]],
    ['pressure', (cache) => cache.trim({ entries: 0 })],
  ])('comes back when it is asked for again, after %s', async (_, evict) => {
    const { cache, ends, load } = resources({ policy: 'lru' });
    const first = await cache.acquire('a', load);
    evict(cache);
    expect(cache.stats()).toMatchObject({ doomed: 1, remembered: 1 });
    expect(cache.has('a')).toBe(true);
    const second = await cache.acquire('a', load);
    expect(second.value).toBe(first.value);
    expect(cache.stats()).toMatchObject({ doomed: 0, revivals: 1, loads: 1, remembered: 0 });
    first.release();
    second.release();
    expect(ends.filter((end) => end.startsWith('a'))).toEqual([]);
    expect(cache.get('a')?.disposals).toBe(0);
  });

  it('comes back no more once its last lease has ended', async () => {
    const { cache, ends, load } = resources();
    const lease = await cache.acquire('a', load);
    cache.trim({ entries: 0 });
    lease.release();
    expect(ends).toEqual(['a1 as a: pressure']);
    expect(cache.has('a')).toBe(false);
    expect(cache.stats().remembered).toBe(0);
    expect((await cache.acquire('a', load)).value.name).toBe('a2');
  });

  it('comes back no more once its lifetime has ended', async () => {
    const { cache, clock, load } = resources({ ttl: 1_000 });
    const lease = await cache.acquire('a', load);
    cache.trim({ entries: 0 });
    clock.advance(1_000);
    const next = await cache.acquire('a', load);
    expect(next.value).not.toBe(lease.value);
    expect(cache.stats()).toMatchObject({ doomed: 1, leased: 2 });
  });

  it.each<[string, (cache: Resources) => unknown]>([
    ['deleted', (cache) => cache.delete('a')],
    ['replaced', (cache) => cache.set('a', new Resource('other'))],
    ['cleared', (cache) => cache.clear()],
    ['invalidated', (cache) => cache.invalidate('tag')],
  ])('comes back no more after it was %s', async (_, leave) => {
    const { cache, load } = resources();
    const lease = await cache.acquire('a', load, { tags: ['tag'] });
    cache.trim({ entries: 0 });
    leave(cache);
    expect(cache.peek('a')).not.toBe(lease.value);
  });

  it('is forgotten by its first key though it lives on under another one', async () => {
    const { cache, ends } = resources({ maxEntries: 1 });
    const resource = new Resource('x');
    const lease = await cache.acquire('a', () => resource);
    cache.set('b', resource);
    lease.release();
    expect(ends).toEqual([]);
    expect([cache.has('a'), cache.has('b')]).toEqual([false, true]);
    cache.clear();
    expect(ends).toEqual(['x as b: cleared']);
  });

  it.each(['weak', 'soft'] as const)('is remembered in a %s cache as ever', async (retention) => {
    const { cache, load } = resources({ retention, dispose: undefined });
    const lease = await cache.acquire('a', load);
    const { value } = lease;
    cache.trim({ entries: 0 });
    lease.release();
    expect(cache.get('a')).toBe(value);
    expect(value.disposals).toBe(0);
  });
});

describe('maxLeased', () => {
  it('bounds the instances that are leased, entries or not, and says so', async () => {
    const { cache, load } = resources({ maxLeased: 2, region: 'models' });
    const first = await cache.acquire('a', load);
    const again = await cache.acquire('a', load);
    cache.delete('a');
    const second = cache.acquire('b', load);
    const third = cache.acquire('c', load);
    await expect(third).rejects.toMatchObject({
      code: 'LEASES_EXHAUSTED',
      message:
        "region 'models', lease on 'c': expected fewer than 2 leased instances, found as many; release leases sooner, or raise maxLeased.",
    });
    expect(load).toHaveBeenCalledTimes(2);
    const joined = await cache.acquire('b', load);
    cache.set('d', new Resource('d'));
    expect(caught(() => cache.tryAcquire('d')).code).toBe('LEASES_EXHAUSTED');
    expect(cache.get('d')?.name).toBe('d');
    first.release();
    expect(caught(() => cache.tryAcquire('d')).code).toBe('LEASES_EXHAUSTED');
    again.release();
    expect(cache.tryAcquire('d')?.value.name).toBe('d');
    joined.release();
    (await second).release();
    expect((await cache.acquire('e', load)).value.name).toBe('e3');
  });

  it('gives the place of a load back that fails or that everybody has left', async () => {
    const { cache, load } = resources({ maxLeased: 1 });
    await expect(cache.acquire('a', () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    const controller = new AbortController();
    const left = cache.acquire('b', () => new Promise<Resource>(() => {}), { signal: controller.signal });
    controller.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    (await cache.acquire('c', load)).release();
  });

  it('counts those who are promised a lease on a load that others before them have left', async () => {
    const { cache, load, made, waiting } = await loadThatWasLeft();
    const promised = cache.acquire('a', load);
    await expect(cache.acquire('b', load)).rejects.toMatchObject({ code: 'LEASES_EXHAUSTED' });
    const joined = cache.acquire('a', load);
    made.resolve(new Resource('a'));
    expect((await promised).value).toBe(await waiting);
    expect(cache.stats()).toMatchObject({ leases: 2, leased: 1 });
    for (const lease of await Promise.all([promised, joined])) lease.release();
    (await cache.acquire('b', load)).release();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('has no place on a load that others have left where another instance took it', async () => {
    const { cache, load, made, waiting } = await loadThatWasLeft();
    await cache.acquire('b', load);
    await expect(cache.acquire('a', load)).rejects.toMatchObject({ code: 'LEASES_EXHAUSTED' });
    made.resolve(new Resource('a'));
    await waiting;
    expect(cache.stats()).toMatchObject({ leases: 1, leased: 1 });
  });
});

describe('drainTimeout', () => {
  it('warns of an instance that is still leased so long after it left, naming its key and the age of its oldest lease', async () => {
    const { cache, clock, load } = resources({ drainTimeout: '10s' });
    const told = jest.fn();
    cache.on('lease.overdue', told);
    const lease = await cache.acquire('a', load);
    clock.advance(500);
    const younger = await cache.acquire('a', load);
    cache.delete('a');
    clock.advance(10_000);
    jest.advanceTimersByTime(10_000);
    expect(told.mock.calls).toEqual([[{ key: 'a', cause: 'deleted', leases: 2, ageMs: 10_500 }]]);
    expect(cache.stats().overdueLeases).toBe(1);
    jest.advanceTimersByTime(60_000);
    expect(told).toHaveBeenCalledTimes(1);
    expect(lease.value.disposals).toBe(0);
    lease.release();
    younger.release();
  });

  it('does not warn of what was released, or came back, in time', async () => {
    const { cache, load } = resources({ drainTimeout: '10s' });
    const told = jest.fn();
    cache.on('lease.overdue', told);
    const [one, other] = [await cache.acquire('a', load), await cache.acquire('b', load)];
    cache.trim({ entries: 0 });
    jest.advanceTimersByTime(9_999);
    one.release();
    expect(cache.get('b')).toBe(other.value);
    jest.advanceTimersByTime(60_000);
    expect(told).not.toHaveBeenCalled();
  });
});

describe('leases on what needs no disposal', () => {
  it.each([5, 'text', null, Symbol('s'), { plain: true }])('are counted all the same: %p', async (value) => {
    const { cache } = watchedCache({ maxEntries: 2 });
    const lease = await cache.acquire('a', () => value);
    const other = await cache.acquire('b', () => value);
    expect(lease.value).toBe(value);
    expect(cache.stats().leases).toBe(2);
    cache.clear();
    lease.release();
    other.release();
    expect(cache.stats()).toMatchObject({ leases: 0, leased: 0, doomed: 0, disposals: 0 });
  });

  it('are leases on nothing where the loader brought nothing', async () => {
    const { cache } = watchedCache({ maxEntries: 2 });
    const lease = await cache.acquire('a', () => undefined);
    expect(lease.value).toBeUndefined();
    lease.release();
    expect(cache.stats()).toMatchObject({ leases: 0, leased: 0, doomed: 0 });
  });

  it('tell primitives apart where a disposer is given for them', async () => {
    const closed: number[] = [];
    const { cache } = watchedCache<string, number>({ maxEntries: 2, dispose: (handle) => closed.push(handle) });
    const lease = await cache.acquire('a', () => 7);
    cache.set('b', 8);
    cache.clear();
    expect(closed).toEqual([8]);
    lease.release();
    expect(closed).toEqual([8, 7]);
  });
});
