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
    const { cache, ends, load, clock } = resources({ ttl: 10_000, weigher: () => 7 });
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
