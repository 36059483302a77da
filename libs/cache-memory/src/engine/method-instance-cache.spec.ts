import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { keysOf, watchedCache } from '../../test/caches.js';
import { deferred } from '../../test/deferred.js';
import { FakeClock } from '../../test/fake-clock.js';
import { MethodInstanceCache } from './method-instance-cache.js';
import type { TierListener } from './tiering/entry-tier.js';
import { NO_CLAIMS } from './tiering/load-claims.js';

const byteLength = (value: unknown): number => (value as { bytes: number }).bytes;

describe('MethodInstanceCache', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    expect(jest.getTimerCount()).toBeLessThanOrEqual(1);
    jest.useRealTimers();
  });

  describe('as a map', () => {
    it('finds what was stored, and counts hits and misses', () => {
      const { cache } = watchedCache({ maxEntries: 3 });
      expect(cache.get('a')).toBeUndefined();
      expect(cache.set('a', 1)).toBe(true);
      expect(cache.get('a')).toBe(1);
      expect(cache.size).toBe(1);
      expect(cache.stats()).toMatchObject({ gets: 2, hits: 1, misses: 1, hitRate: 0.5, insertions: 1, entries: 1 });
    });

    it('tells briefly what its statistics tell', () => {
      const { cache } = watchedCache({ maxEntries: 3, maxBytes: 100, weigher: () => 10 });
      cache.set('a', 1);
      cache.set('b', 2, { protected: true });
      cache.get('a');
      const brief = cache.brief();
      expect(brief).toMatchObject({ entries: 2, weight: 20, protectedEntries: 1, protectedWeight: 10, hits: 1 });
      expect(cache.stats()).toMatchObject(brief);
      expect(watchedCache({ maxEntries: 3 }).cache.brief().maxBytes).toBe(Infinity);
    });

    it.each([null, NaN, 0, -0, '', false, Symbol('s'), 1n])('takes %p for a key', (key) => {
      const { cache } = watchedCache<unknown>({ maxEntries: 3 });
      cache.set(key, 'value');
      expect(cache.get(key)).toBe('value');
      expect(Array.from(cache.entries(), (entry) => entry.key)).toEqual([key === 0 ? expect.anything() : key]);
      expect(cache.delete(key)).toBe(true);
      expect(cache.has(key)).toBe(false);
    });

    it.each([null, NaN, 0, '', false])('takes %p for a value that is there', (value) => {
      const { cache } = watchedCache({ maxEntries: 3 });
      cache.set('a', value);
      expect(cache.has('a')).toBe(true);
      expect(cache.get('a')).toBe(value);
      expect(cache.getOrCreateSync('a', () => 'other')).toBe(value);
    });

    it('takes undefined neither for a key nor for a value', async () => {
      const { cache } = watchedCache<string | undefined>({ maxEntries: 3 });
      for (const call of [
        () => cache.get(undefined),
        () => cache.peek(undefined),
        () => cache.has(undefined),
        () => cache.set(undefined, 1),
        () => cache.delete(undefined),
        () => cache.getOrCreateSync(undefined, () => 1),
      ]) {
        expect(caught(call).code).toBe('INVALID_KEY');
      }
      await expect(cache.getOrCreate(undefined, () => 1)).rejects.toMatchObject({ code: 'INVALID_KEY' });
      expect(caught(() => cache.set('a', undefined)).code).toBe('INVALID_VALUE');
      expect(cache.stats()).toMatchObject({ gets: 0, misses: 0, loads: 0, entries: 0 });
    });

    it('looks without a trace: peek and has move no order, no lifetime, no counter', () => {
      const { cache, clock, departures } = watchedCache({ maxEntries: 2, policy: 'lru', idleTtl: 100 });
      cache.set('a', 1);
      cache.set('b', 2);
      const before = cache.stats();
      clock.advance(60);
      expect(cache.peek('a')).toBe(1);
      expect(cache.has('a')).toBe(true);
      expect(cache.peek('x')).toBeUndefined();
      expect(cache.stats()).toEqual(before);
      cache.set('c', 3);
      expect(departures()).toEqual(['a:size']);
      clock.advance(40);
      expect(cache.peek('b')).toBeUndefined();
      expect(cache.has('b')).toBe(false);
      expect(cache.size).toBe(2);
    });

    it('deletes and says whether there was a value', () => {
      const { cache, clock, departures } = watchedCache({ maxEntries: 3, ttl: 10 });
      cache.set('a', 1);
      expect(cache.delete('a')).toBe(true);
      expect(cache.delete('a')).toBe(false);
      cache.set('b', 1);
      clock.advance(10);
      expect(cache.delete('b')).toBe(false);
      expect(departures()).toEqual(['a:deleted', 'b:expired']);
    });

    it('clears everything, protected entries too, and says how many left', () => {
      const { cache, departures } = watchedCache({ maxEntries: 3 });
      cache.set('a', 1);
      cache.set('b', 1, { protected: true });
      expect(cache.clear()).toBe(2);
      expect(cache.clear()).toBe(0);
      expect(departures()).toEqual(['a:cleared', 'b:cleared']);
      expect(cache.stats()).toMatchObject({ entries: 0, weight: 0, protectedEntries: 0 });
    });

    it('describes its entries without their values and without a trace', () => {
      const { cache, clock } = watchedCache({ maxEntries: 5, ttl: 1_000, weigher: () => 7 });
      cache.set('a', 1, { tags: ['t'], priority: 'high', cost: 12 });
      cache.set('b', 2, { protected: true });
      clock.advance(100);
      cache.get('a');
      clock.advance(50);
      const before = cache.stats();
      expect([...cache.entries()]).toEqual([
        {
          key: 'a',
          ageMs: 150,
          accesses: 1,
          idleMs: 50,
          weight: 7,
          costMs: 12,
          remainingTtlMs: 850,
          stale: false,
          priority: 'high',
          protected: false,
          tags: ['t'],
        },
        {
          key: 'b',
          ageMs: 150,
          accesses: 0,
          idleMs: 150,
          weight: 7,
          costMs: 0,
          remainingTtlMs: undefined,
          stale: false,
          priority: 'normal',
          protected: true,
          tags: [],
        },
      ]);
      clock.advance(850);
      expect(keysOf(cache)).toEqual(['b']);
      expect(cache.stats()).toEqual(before);
    });

    it('can be changed while one walks over its entries, and the walk ends', () => {
      const { cache } = watchedCache<number, number>({ maxEntries: 100 });
      for (let key = 0; key < 50; key++) cache.set(key, key);
      let steps = 0;
      for (const { key } of cache.entries()) {
        cache.set(key, key + 1_000);
        cache.delete(key + 1);
        cache.set(key + 1_000, 1);
        expect(++steps).toBeLessThanOrEqual(200);
      }
      expect([...cache.entries()].length).toBe(cache.size);
      const walk = cache.entries();
      walk.next();
      cache.clear();
      expect(walk.next().done).toBe(true);
    });
  });

  describe('bounded by entries', () => {
    it('evicts what was used longest ago and never holds more than it may', () => {
      const { cache, departures } = watchedCache({ maxEntries: 2 });
      cache.set('a', 1);
      cache.set('b', 2);
      cache.get('a');
      cache.set('c', 3);
      expect(departures()).toEqual(['b:size']);
      expect(keysOf(cache)).toEqual(['a', 'c']);
      expect(cache.stats()).toMatchObject({ peakEntries: 2, utilisation: 1, evictions: 1, maxBytes: undefined });
    });

    it('evicts what has expired before anything that is alive', () => {
      const { cache, clock, departures } = watchedCache({ maxEntries: 3 });
      cache.set('old', 1);
      cache.set('short', 2, { ttl: 10 });
      cache.set('new', 3);
      clock.advance(5_000);
      cache.set('d', 4);
      expect(departures()).toEqual(['short:expired']);
    });

    it('evicts by priority first', () => {
      const { cache, departures } = watchedCache({ maxEntries: 3, policy: 'lru' });
      cache.set('high', 1, { priority: 'high' });
      cache.set('low', 2, { priority: 'low' });
      cache.set('normal', 3);
      cache.get('low');
      cache.set('d', 4);
      cache.set('e', 5);
      expect(departures()).toEqual(['low:size', 'normal:size']);
      cache.set('high2', 6, { priority: 'high' });
      cache.set('high3', 7, { priority: 'high' });
      expect(keysOf(cache)).toEqual(['high', 'high2', 'high3']);
    });

    it('refuses a newcomer rather than evict an entry of a higher priority, and counts that', () => {
      const { cache, removals } = watchedCache({ maxEntries: 1 });
      const rejected: unknown[] = [];
      cache.on('entry.rejected', (event) => rejected.push(event));
      cache.set('high', 1, { priority: 'high' });
      expect(cache.set('normal', 2)).toBe(false);
      expect(cache.getOrCreateSync('low', () => 3, { priority: 'low' })).toBe(3);
      expect(keysOf(cache)).toEqual(['high']);
      expect(removals).toEqual([]);
      expect(rejected).toEqual([
        { key: 'normal', value: 2, weight: 0 },
        { key: 'low', value: 3, weight: 0 },
      ]);
      expect(cache.stats()).toMatchObject({ rejections: 2, insertions: 1 });
    });
  });

  describe('bounded by bytes', () => {
    const options = { maxBytes: 100, weigher: byteLength };

    it('evicts as many as it takes', () => {
      const { cache, departures } = watchedCache({ ...options, policy: 'lru' });
      for (const key of ['a', 'b', 'c']) cache.set(key, { bytes: 30 });
      cache.set('d', { bytes: 65 });
      expect(departures()).toEqual(['a:size', 'b:size']);
      expect(cache.stats()).toMatchObject({ weight: 95, peakWeight: 95, evictedWeight: 60, maxEntries: undefined });
      expect(cache.weight).toBe(95);
    });

    it('returns a value that is too heavy and does not store it', () => {
      const { cache, departures } = watchedCache(options);
      cache.set('a', { bytes: 100 });
      expect(cache.set('b', { bytes: 101 })).toBe(false);
      expect(cache.getOrCreateSync('b', () => ({ bytes: 1_000 }))).toEqual({ bytes: 1_000 });
      expect(keysOf(cache)).toEqual(['a']);
      expect(departures()).toEqual([]);
      expect(cache.stats()).toMatchObject({ rejections: 2, insertions: 1, weight: 100 });
    });

    it('does not keep the old value when the new one is too heavy', () => {
      const { cache, departures } = watchedCache(options);
      cache.set('a', { bytes: 10 });
      expect(cache.set('a', { bytes: 101 })).toBe(false);
      expect(cache.has('a')).toBe(false);
      expect(departures()).toEqual(['a:replaced']);
    });

    it('replaces within its bounds without evicting others', () => {
      const { cache, departures } = watchedCache(options);
      cache.set('a', { bytes: 50 });
      cache.set('b', { bytes: 50 });
      cache.set('a', { bytes: 50 });
      expect(departures()).toEqual(['a:replaced']);
      expect(cache.weight).toBe(100);
    });

    it('takes the weight that is given with a value for what the weigher would say', () => {
      const weigher = jest.fn(byteLength);
      const { cache } = watchedCache({ maxBytes: 100, weigher });
      cache.set('a', { bytes: 999 }, { weight: 40 });
      expect(cache.weight).toBe(40);
      expect(weigher).not.toHaveBeenCalled();
      cache.set('b', { bytes: 8 });
      expect(weigher).toHaveBeenCalledTimes(1);
    });

    it.each([NaN, -1, Infinity, '5', undefined])(
      'refuses a weigher that answers %p, and nothing has changed',
      (bytes) => {
        const { cache, removals } = watchedCache(options);
        cache.set('a', { bytes: 5 });
        expect(caught(() => cache.set('a', { bytes })).code).toBe('INVALID_WEIGHT');
        expect(cache.peek('a')).toEqual({ bytes: 5 });
        expect(removals).toEqual([]);
      },
    );
  });

  describe('lifetimes', () => {
    it('ends an entry at its ttl, whatever its hits', () => {
      const { cache, clock, removals } = watchedCache({ maxEntries: 2, ttl: '1s' });
      cache.set('a', 1);
      clock.advance(999);
      expect(cache.get('a')).toBe(1);
      clock.advance(1);
      expect(cache.get('a')).toBeUndefined();
      expect(removals).toEqual([
        { key: 'a', value: 1, cause: 'expired', weight: 0, costMs: 0, ageMs: 1_000, accesses: 1 },
      ]);
    });

    it('starts an idleTtl anew with every hit, within the ttl', () => {
      const { cache, clock } = watchedCache({ maxEntries: 2, ttl: 250, idleTtl: 100 });
      cache.set('a', 1);
      for (const ms of [99, 99]) {
        clock.advance(ms);
        expect(cache.get('a')).toBe(1);
      }
      expect([...cache.entries()][0]!.remainingTtlMs).toBe(52);
      clock.advance(52);
      expect(cache.get('a')).toBeUndefined();
      cache.set('b', 1);
      clock.advance(100);
      expect(cache.get('b')).toBeUndefined();
    });

    it('lets an entry have a lifetime of its own', () => {
      const { cache, clock } = watchedCache({ maxEntries: 4, ttl: 100 });
      cache.set('short', 1, { ttl: 10 });
      cache.set('long', 1, { ttl: '2w' });
      clock.advance(100);
      expect(cache.evictExpired()).toBe(1);
      expect(keysOf(cache)).toEqual(['long']);
    });

    it('holds a lifetime beyond the 24.8 days that a timer can wait', () => {
      const { cache, clock } = watchedCache({ maxEntries: 4, ttl: '30d' });
      cache.set('a', 1);
      clock.advance(30 * 86_400_000 - 1);
      jest.advanceTimersByTime(5_000);
      expect(cache.get('a')).toBe(1);
      clock.advance(1);
      expect(cache.evictExpired()).toBe(1);
    });

    it('sweeps what has expired though nobody asks, in slices of a thousand', () => {
      const { cache, clock, removals } = watchedCache<number>({ maxEntries: 5_000, ttl: 100 });
      for (let key = 0; key < 2_500; key++) cache.set(key, key);
      clock.advance(5_000);
      jest.advanceTimersToNextTimer();
      expect(removals).toHaveLength(1_000);
      jest.advanceTimersToNextTimer();
      expect(removals).toHaveLength(2_000);
      jest.advanceTimersByTime(10);
      expect(cache.size).toBe(0);
      jest.advanceTimersByTime(10_000);
      expect(jest.getTimerCount()).toBe(0);
    });

    it('runs no timer for entries that live forever', () => {
      const { cache } = watchedCache({ maxEntries: 5 });
      cache.set('a', 1);
      expect(jest.getTimerCount()).toBe(0);
      cache.set('b', 2, { ttl: 10 });
      expect(jest.getTimerCount()).toBe(1);
      cache.delete('b');
      jest.advanceTimersByTime(2_000);
      expect(jest.getTimerCount()).toBe(0);
    });

    it('sweeps an entry that was given a lifetime when it was stored again', () => {
      const { cache, clock, departures } = watchedCache({ maxEntries: 5 });
      const instance = {};
      cache.set('a', instance);
      cache.set('a', instance, { ttl: 10 });
      clock.advance(5_000);
      jest.advanceTimersByTime(2_000);
      expect(departures()).toEqual(['a:expired']);
    });
  });

  describe('storing the same instance again', () => {
    it('is no removal and no insertion, but another lifetime, weight, priority and set of tags', () => {
      const { cache, clock, removals } = watchedCache({ maxEntries: 2, maxBytes: 100, weigher: byteLength });
      const instance = { bytes: 10 };
      cache.set('a', instance, { ttl: 100, tags: ['x'] });
      cache.get('a');
      cache.set('b', { bytes: 1 });
      clock.advance(90);
      cache.set('a', instance, { ttl: 500, weight: 60, tags: ['y'], priority: 'high' });
      expect(removals).toEqual([]);
      expect(cache.stats()).toMatchObject({ insertions: 2, weight: 61, entries: 2, peakWeight: 61 });
      expect([...cache.entries()].find(({ key }) => key === 'a')).toMatchObject({
        ageMs: 0,
        accesses: 0,
        remainingTtlMs: 500,
        stale: false,
        priority: 'high',
        tags: ['y'],
      });
      expect(cache.invalidate('x')).toBe(0);
      cache.set('c', { bytes: 1 });
      expect(keysOf(cache)).toEqual(['a', 'c']);
    });

    it('is no removal either where its growth evicts others', () => {
      const { cache, departures } = watchedCache({ maxBytes: 100, weigher: byteLength });
      const connection = { bytes: 50 };
      cache.set('a', connection);
      cache.set('b', { bytes: 50 });
      expect(cache.set('a', connection, { weight: 80 })).toBe(true);
      expect(departures()).toEqual(['b:size']);
      expect(cache.get('a')).toBe(connection);
      expect(cache.weight).toBe(80);
    });

    it('is no removal where it becomes protected, or stops being so', () => {
      const { cache, removals } = watchedCache({ maxEntries: 1, ttl: 50 });
      const instance = {};
      cache.set('a', instance);
      cache.set('a', instance, { protected: true });
      expect(cache.stats()).toMatchObject({ protectedEntries: 1, entries: 1 });
      cache.set('a', instance);
      expect(cache.stats()).toMatchObject({ protectedEntries: 0, entries: 1 });
      expect(removals).toEqual([]);
    });

    it('is a removal where the instance has become too heavy to stay', () => {
      const { cache, departures } = watchedCache({ maxBytes: 100, weigher: byteLength });
      const instance = { bytes: 50 };
      cache.set('a', instance);
      expect(cache.set('a', instance, { weight: 101 })).toBe(false);
      expect(departures()).toEqual(['a:replaced']);
      expect(cache.stats()).toMatchObject({ entries: 0, weight: 0, insertions: 1, rejections: 1 });
    });

    it('moves it to the end of the order', () => {
      const { cache, departures } = watchedCache({ maxEntries: 2, policy: 'lru' });
      cache.set('a', 1);
      cache.set('b', 2);
      cache.set('a', 1);
      cache.set('c', 3);
      expect(departures()).toEqual(['b:size']);
    });
  });

  describe('protected entries', () => {
    it('never expire and are never evicted', () => {
      const { cache, clock, departures } = watchedCache({ maxEntries: 2, ttl: 10, idleTtl: 5 });
      cache.set('p', 1, { protected: true });
      cache.set('a', 1);
      cache.set('b', 1);
      clock.advance(1e10);
      cache.evictExpired();
      cache.trim({ entries: 0, bytes: 0 });
      expect(cache.get('p')).toBe(1);
      expect(departures()).toEqual(['a:size', 'b:expired']);
      expect(cache.stats()).toMatchObject({ protectedEntries: 1, protectedWeight: 0 });
    });

    it('are stored whatever the priority of what must go for them', () => {
      const { cache, departures } = watchedCache({ maxEntries: 2, policy: 'lru' });
      cache.set('a', 1, { priority: 'high' });
      cache.set('b', 1, { priority: 'high' });
      expect(cache.set('p', 1, { protected: true })).toBe(true);
      expect(cache.set('q', 1, { protected: true, priority: 'low' })).toBe(true);
      expect(departures()).toEqual(['a:size', 'b:size']);
    });

    it('are refused with PROTECTED_FULL where only protected ones are left, and nothing is lost', () => {
      const { cache, removals } = watchedCache({ maxEntries: 2, maxBytes: 100, weigher: byteLength });
      cache.set('p', { bytes: 60 }, { protected: true });
      cache.set('a', { bytes: 5 });
      const error = caught(() => cache.set('q', { bytes: 41 }, { protected: true }));
      expect(error.code).toBe('PROTECTED_FULL');
      expect(error.problem).toEqual({
        subject: "region 'default', 'q'",
        expected: 'room for one more protected entry',
        found: '1 protected entries of 60 bytes, which are never evicted',
        remedy: 'raise maxEntries or maxBytes, or delete protected entries first',
      });
      expect(caught(() => cache.set('a', { bytes: 41 }, { protected: true })).code).toBe('PROTECTED_FULL');
      expect(keysOf(cache)).toEqual(['a', 'p']);
      expect(cache.peek('a')).toEqual({ bytes: 5 });
      expect(removals).toEqual([]);
    });

    it('tells at once of what had expired where PROTECTED_FULL is thrown', () => {
      const { cache, clock, departures } = watchedCache({ maxEntries: 1 });
      cache.set('p', 1, { protected: true });
      cache.delete('p');
      cache.set('a', 1, { ttl: 5 });
      clock.advance(5);
      cache.set('p', 1, { protected: true });
      expect(departures()).toEqual(['p:deleted', 'a:expired']);
      expect(caught(() => cache.set('q', 1, { protected: true })).code).toBe('PROTECTED_FULL');
    });

    it('take room from others, which are then returned and not stored', () => {
      const { cache } = watchedCache({ maxEntries: 1 });
      cache.set('p', 1, { protected: true });
      expect(cache.set('a', 1)).toBe(false);
      expect(cache.stats()).toMatchObject({ rejections: 1, entries: 1 });
    });

    it('can be replaced in place, by protected and other values', () => {
      const { cache, departures } = watchedCache({ maxEntries: 1, maxBytes: 10, weigher: byteLength });
      cache.set('p', { bytes: 10 }, { protected: true });
      expect(cache.set('p', { bytes: 9 }, { protected: true })).toBe(true);
      expect(cache.set('p', { bytes: 8 })).toBe(true);
      expect(departures()).toEqual(['p:replaced', 'p:replaced']);
      expect(cache.stats()).toMatchObject({ protectedEntries: 0, protectedWeight: 0, weight: 8 });
    });
  });

  describe('tags', () => {
    it('remove together what carries one of them', () => {
      const { cache, departures } = watchedCache({ maxEntries: 9 });
      cache.set('a', 1, { tags: ['x'] });
      cache.set('b', 1, { tags: ['x', 'y'] });
      cache.set('c', 1, { tags: ['y'], protected: true });
      cache.set('d', 1);
      expect(cache.invalidate('x', 'x', 'none')).toBe(2);
      expect(cache.invalidate('x')).toBe(0);
      expect(cache.invalidate()).toBe(0);
      expect(cache.invalidate('y')).toBe(1);
      expect(departures()).toEqual(['a:invalidated', 'b:invalidated', 'c:invalidated']);
      expect(keysOf(cache)).toEqual(['d']);
    });

    it('go with the value that carried them', () => {
      const { cache } = watchedCache({ maxEntries: 9 });
      cache.set('a', 1, { tags: ['x'] });
      cache.set('a', 2);
      expect(cache.invalidate('x')).toBe(0);
      expect(cache.get('a')).toBe(2);
    });

    it.each([[['x']], [5], [null], [undefined]])('are texts: %p is refused and nothing has changed', (tag) => {
      const { cache } = watchedCache({ maxEntries: 9 });
      cache.set('a', 1, { tags: ['x'] });
      expect(caught(() => cache.invalidate('x', tag as never)).code).toBe('INVALID_OPTION');
      expect(cache.has('a')).toBe(true);
    });
  });

  describe('trim', () => {
    it('evicts down to so many entries or bytes, cause pressure, and answers what left', () => {
      const { cache, departures } = watchedCache({ maxEntries: 10, policy: 'lru', weigher: () => 10 });
      for (const key of ['a', 'b', 'c', 'd', 'e']) cache.set(key, key);
      cache.get('a');
      expect(cache.trim({ entries: 4 })).toEqual({ entries: 1, weight: 10 });
      expect(cache.trim(25)).toEqual({ entries: 2, weight: 20 });
      expect(cache.trim('1KB')).toEqual({ entries: 0, weight: 0 });
      expect(cache.trim({})).toEqual({ entries: 0, weight: 0 });
      expect(departures()).toEqual(['b:pressure', 'c:pressure', 'd:pressure']);
      expect(cache.trim(0)).toEqual({ entries: 2, weight: 20 });
      cache.set('f', 'f');
      cache.delete('f');
      expect(cache.stats()).toMatchObject({ entries: 0, evictions: 5, evictedWeight: 50 });
    });

    it.each(['lru', 'hybrid'] as const)(
      'comes to the same in a cache of %s whether many leave at once or few',
      (policy) => {
        const caches = [{ heard: false }, { heard: true }].map(({ heard }) => {
          const cache = new MethodInstanceCache<number | string, number>({ maxEntries: 300, policy, weigher: () => 2 });
          if (heard) cache.on('entry.removed', () => {});
          for (let key = 0; key < 600; key++) cache.set(key % 2 === 0 ? key : `key ${key}`, key);
          expect(cache.trim({ entries: 40, bytes: 200 })).toEqual({ entries: 260, weight: 520 });
          for (let key = 1_000; key < 1_100; key++) cache.set(key, key);
          expect(cache.trim({ bytes: 160 })).toEqual({ entries: 60, weight: 120 });
          expect(cache.stats()).toMatchObject({ entries: 80, weight: 160, removals: { size: 300, pressure: 320 } });
          return keysOf(cache as MethodInstanceCache<number | string>).map((key) => [key, cache.get(key)]);
        });
        expect(caches[0]).toHaveLength(80);
        if (policy === 'lru') expect(caches[0]).toEqual(caches[1]);
      },
    );

    it('refuses a target that says nothing it understands', () => {
      const { cache } = watchedCache({ maxEntries: 10 });
      expect(caught(() => cache.trim({ entires: 0 } as never)).code).toBe('UNKNOWN_OPTION');
      expect(caught(() => cache.trim(-1)).code).toBe('INVALID_OPTION');
      expect(caught(() => cache.trim(undefined as never)).code).toBe('INVALID_OPTION');
    });
  });

  describe('gentle trim', () => {
    it('evicts what a trim would, a thousand entries at a turn', async () => {
      const cache = new MethodInstanceCache<number, number>({ maxEntries: 5_000, policy: 'lru' });
      for (let key = 0; key < 5_000; key++) cache.set(key, key);
      const trimmed = cache.trimGently({ entries: 1_500 });
      expect(cache.size).toBe(4_000);
      cache.set(5_000, 5_000);
      await jest.advanceTimersByTimeAsync(10);
      expect(await trimmed).toEqual({ entries: 3_501, weight: 0 });
      expect([cache.size, cache.get(3_500), cache.get(3_501)]).toEqual([1_500, undefined, 3_501]);
      expect(cache.stats().removals.pressure).toBe(3_501);
    });

    it('refuses a wrong target before anything has left', async () => {
      const cache = new MethodInstanceCache<number, number>({ maxEntries: 5 });
      cache.set(1, 1);
      await expect(cache.trimGently({ entries: -1 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
      expect(cache.size).toBe(1);
    });
  });

  describe('clear', () => {
    it.each(['lru', 'hybrid', 'ttl'] as const)('leaves a cache of %s as good as new', (policy) => {
      const cache = new MethodInstanceCache<number | string, number>({ maxEntries: 300, policy });
      const fill = (): void => {
        for (let key = 0; key < 200; key++) {
          cache.set(key, key, { tags: ['x'], priority: key % 2 ? 'low' : 'high', ...(key % 3 === 0 && { ttl: '1h' }) });
          cache.set(`${key}`, -key, { protected: key === 7 });
        }
      };
      fill();
      const { entries, protectedEntries } = cache.stats();
      expect(cache.clear()).toBe(entries);
      expect([protectedEntries, cache.stats().protectedEntries, cache.size]).toEqual([1, 0, 0]);
      expect([cache.get(1), cache.get('7'), cache.invalidate('x'), [...cache.entries()]]).toEqual([undefined, undefined, 0, []]); // prettier-ignore
      fill();
      expect(cache.size).toBe(entries);
      const { insertions, removals } = cache.stats();
      expect(insertions).toBe(cache.size + Object.values(removals).reduce((sum, count) => sum + count, 0));
      void cache.close();
    });
  });

  describe('configure', () => {
    function fullCache() {
      const watched = watchedCache({ maxEntries: 5, maxBytes: 100, policy: 'lru', weigher: () => 10 });
      for (const key of ['a', 'b', 'c', 'd', 'e']) {
        watched.cache.set(key, key);
        watched.clock.advance(1);
      }
      watched.cache.get('a');
      return watched;
    }

    it('evicts at once what smaller bounds do not hold', () => {
      const { cache, departures } = fullCache();
      cache.configure({ maxEntries: 3 });
      expect(departures()).toEqual(['b:size', 'c:size']);
      cache.configure({ maxBytes: 10 });
      expect(keysOf(cache)).toEqual(['a']);
      cache.configure({ maxBytes: null, maxEntries: 50 });
      expect(cache.stats()).toMatchObject({ maxEntries: 50, maxBytes: undefined, entries: 1, evictions: 4 });
    });

    it('keeps the entries in their order when the policy changes', () => {
      const { cache, departures } = fullCache();
      const victims: string[] = [];
      cache.configure({
        policy: () => {
          const stack: number[] = [];
          return {
            offer() {},
            touch() {},
            insert: (slot) => void stack.push(slot),
            remove: (slot) => void stack.splice(stack.indexOf(slot), 1),
            victim: () => stack.at(-1) ?? -1,
          };
        },
      });
      expect(departures()).toEqual([]);
      cache.set('f', 1);
      victims.push(...departures());
      expect(victims).toEqual(['a:size']);
      cache.configure({ policy: 'lru' });
      cache.trim({ entries: 0 });
      expect(departures().slice(1)).toEqual(['b', 'c', 'd', 'e', 'f'].map((key) => `${key}:pressure`));
    });

    it('gives other lifetimes to what is stored from now on', () => {
      const { cache, clock } = watchedCache({ maxEntries: 5, ttl: 10 });
      cache.set('a', 1);
      cache.configure({ ttl: null, idleTtl: 30 });
      cache.set('b', 1);
      expect(Array.from(cache.entries(), ({ remainingTtlMs }) => remainingTtlMs)).toEqual([10, 30]);
      clock.advance(10);
      expect(keysOf(cache)).toEqual(['b']);
    });

    it('refuses bounds that do not hold the protected entries, and nothing has changed', () => {
      const { cache, removals } = fullCache();
      cache.set('a', 'a', { protected: true });
      cache.set('b', 'b', { protected: true });
      for (const change of [{ maxEntries: 1 }, { maxBytes: 19 }]) {
        expect(caught(() => cache.configure({ ttl: 5, ...change })).code).toBe('PROTECTED_FULL');
      }
      expect(caught(() => cache.configure({ maxEntries: 0 })).code).toBe('INVALID_OPTION');
      expect(cache.stats()).toMatchObject({ maxEntries: 5, maxBytes: 100, entries: 5 });
      cache.configure({ maxEntries: 2 });
      expect(keysOf(cache)).toEqual(['a', 'b']);
      expect(removals).toHaveLength(3);
    });
  });

  describe('events', () => {
    it('are told when the cache is whole again', () => {
      const { cache } = watchedCache({ maxEntries: 1, weigher: () => 3 });
      const seen: unknown[] = [];
      cache.on('entry.removed', ({ key }) => seen.push([key, cache.size, cache.weight, cache.has('b')]));
      cache.set('a', 1);
      cache.set('b', 2);
      expect(seen).toEqual([['a', 1, 3, true]]);
    });

    it('survive a listener that throws', () => {
      const { cache, departures } = watchedCache({ maxEntries: 1 });
      const failures: unknown[] = [];
      cache.on('entry.removed', () => {
        throw new Error('boom');
      });
      cache.on('listener.failed', ({ error }) => failures.push(error));
      cache.set('a', 1);
      expect(cache.set('b', 2)).toBe(true);
      expect(cache.delete('b')).toBe(true);
      expect(failures).toEqual([new Error('boom'), new Error('boom')]);
      expect(departures()).toEqual(['a:size', 'b:deleted']);
    });

    it('let a listener use the cache: set, delete, clear, trim, configure', () => {
      const { cache, departures } = watchedCache({ maxEntries: 3, policy: 'lru', weigher: () => 1 });
      const acts: (() => void)[] = [
        () => cache.set('x', 1),
        () => cache.delete('c'),
        () => cache.configure({ maxEntries: 1 }),
        () => cache.trim({ entries: 0 }),
        () => cache.clear(),
      ];
      cache.on('entry.removed', () => acts.shift()?.());
      for (const key of ['a', 'b', 'c', 'd']) cache.set(key, key);
      expect(departures()).toEqual(['a:size', 'b:size', 'c:deleted', 'd:size', 'x:pressure']);
      expect(cache.stats()).toMatchObject({ entries: 0, weight: 0, insertions: 5 });
      cache.set('e', 1);
      expect(keysOf(cache)).toEqual(['e']);
    });

    it('let a listener close the cache in the middle of a sweep', () => {
      const { cache, clock, departures } = watchedCache<number>({ maxEntries: 5_000, ttl: 10 });
      for (let key = 0; key < 1_500; key++) cache.set(key, 1);
      cache.on('entry.removed', () => void cache.close());
      clock.advance(5_000);
      jest.advanceTimersByTime(2_000);
      expect(departures()).toHaveLength(1_500);
      expect(jest.getTimerCount()).toBe(0);
    });

    it('end with the function that on answered', () => {
      const { cache } = watchedCache({ maxEntries: 1 });
      const heard = jest.fn();
      const end = cache.on('entry.removed', heard);
      end();
      cache.set('a', 1);
      cache.clear();
      expect(heard).not.toHaveBeenCalled();
    });
  });

  describe('statistics', () => {
    it('add up: gets, insertions, removals, what is held', () => {
      const { cache, clock } = watchedCache<number, number>({ maxEntries: 8, ttl: 50 });
      for (let step = 0; step < 500; step++) {
        const key = (step * 7) % 20;
        if (step % 5 === 0) cache.set(key, step);
        else if (step % 17 === 0) cache.delete(key);
        else if (step % 101 === 0) cache.trim({ entries: 3 });
        else cache.getOrCreateSync(key, () => step);
        clock.advance(step % 11);
      }
      const stats = cache.stats();
      const removed = Object.values(stats.removals).reduce((sum, count) => sum + count, 0);
      expect(stats.hits + stats.misses).toBe(stats.gets);
      expect(stats.insertions).toBe(stats.entries + removed);
      const { size, expired, collected, pressure } = stats.removals;
      expect(stats.evictions).toBe(size + expired + collected + pressure);
    });

    it('count what loaders cost and what hits save', () => {
      const { cache, clock } = watchedCache<string, number>({ maxEntries: 8 });
      cache.getOrCreateSync('a', () => clock.advance(40));
      cache.getOrCreateSync('a', () => 0);
      cache.get('a');
      cache.getOrCreateSync('b', () => clock.advance(5), { cost: 100 });
      cache.get('b');
      expect(cache.stats()).toMatchObject({ loads: 2, loadTimeMs: 45, timeSavedMs: 180, hits: 3, misses: 2 });
    });

    it('start anew after resetStats, while what is held stays', () => {
      const { cache } = watchedCache({ maxEntries: 2, weigher: () => 5 });
      for (const key of ['a', 'b', 'c']) cache.set(key, 1);
      cache.delete('a');
      cache.delete('b');
      cache.get('c');
      cache.resetStats();
      expect(cache.stats()).toMatchObject({
        region: 'default',
        gets: 0,
        hits: 0,
        misses: 0,
        revivals: 0,
        loads: 0,
        loadFailures: 0,
        coalesced: 0,
        staleServes: 0,
        graceServes: 0,
        refreshes: 0,
        negativeHits: 0,
        loadTimeMs: 0,
        timeSavedMs: 0,
        insertions: 0,
        rejections: 0,
        removals: {
          size: 0,
          expired: 0,
          collected: 0,
          pressure: 0,
          deleted: 0,
          cleared: 0,
          invalidated: 0,
          replaced: 0,
        },
        evictions: 0,
        evictedWeight: 0,
        hitRate: 0,
        entries: 1,
        weight: 5,
        protectedEntries: 0,
        protectedWeight: 0,
        peakEntries: 1,
        peakWeight: 5,
        maxEntries: 2,
        maxBytes: undefined,
        utilisation: 0.5,
        loading: 0,
        rememberedFailures: 0,
        remembered: 0,
      });
    });

    it('are a snapshot that later events leave alone', () => {
      const { cache } = watchedCache({ maxEntries: 2 });
      const stats = cache.stats();
      cache.set('a', 1);
      cache.delete('a');
      expect(stats.removals.deleted).toBe(0);
      expect(stats.insertions).toBe(0);
    });
  });

  describe('close', () => {
    it('removes every entry, stops the timer, and lets nothing be stored any more', async () => {
      const { cache, departures } = watchedCache({ maxEntries: 2, ttl: 10 });
      cache.set('a', 1);
      cache.set('b', 1, { protected: true });
      void cache.close();
      void cache.close();
      expect(departures()).toEqual(['a:closed', 'b:closed']);
      expect(jest.getTimerCount()).toBe(0);
      expect(cache.get('a')).toBeUndefined();
      expect(cache.has('a')).toBe(false);
      expect(cache.delete('a')).toBe(false);
      expect([...cache.entries()]).toEqual([]);
      expect(cache.evictExpired()).toBe(0);
      expect(cache.trim(0)).toEqual({ entries: 0, weight: 0 });
      const load = jest.fn(() => 1);
      for (const call of [() => cache.set('a', 1), () => cache.getOrCreateSync('a', load)]) {
        expect(caught(call).code).toBe('CACHE_CLOSED');
      }
      await expect(cache.getOrCreate('a', load)).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
      expect(load).not.toHaveBeenCalled();
    });

    it('stores nothing of a loader that closes the cache', () => {
      const { cache } = watchedCache({ maxEntries: 2 });
      const value = cache.getOrCreateSync('a', () => {
        void cache.close();
        return 1;
      });
      expect(value).toBe(1);
      expect(cache.size).toBe(0);
    });

    it('names the region in its error', () => {
      const cache = new MethodInstanceCache({ maxEntries: 1, region: 'models' });
      void cache.close();
      expect(caught(() => cache.set('a', 1)).message).toBe(
        "region 'models': expected a cache in use, found one that was closed; do not use it after close() or after the application has shut down.",
      );
    });
  });
});

describe('a cache of plain values to which nobody listens', () => {
  it('takes undefined neither for a key nor for a value', () => {
    const cache = new MethodInstanceCache<string | undefined>({ maxEntries: 3 });
    expect(caught(() => cache.set(undefined, 1)).code).toBe('INVALID_KEY');
    expect(caught(() => cache.set('a', undefined)).code).toBe('INVALID_VALUE');
    expect(cache.size).toBe(0);
  });

  it('follows other options from the moment at which it is configured', async () => {
    const clock = new FakeClock();
    const cache = new MethodInstanceCache<string>({ maxEntries: 3, clock });
    cache.set('a', 1);
    cache.configure({ ttl: 10 });
    cache.set('b', 1);
    clock.advance(10);
    expect([cache.get('a'), cache.get('b')]).toEqual([1, undefined]);
    cache.configure({ ttl: null });
    cache.set('b', 2);
    clock.advance(10);
    expect(cache.get('b')).toBe(2);
    await cache.close();
    cache.configure({ maxEntries: 2 });
    expect(caught(() => cache.set('c', 1)).code).toBe('CACHE_CLOSED');
  });

  it('weighs what it is given, before it is configured and afterwards', () => {
    const cache = new MethodInstanceCache<string>({ maxEntries: 3, weigher: () => 7 });
    cache.set('a', 1);
    cache.configure({ maxEntries: 2 });
    cache.set('b', 1);
    expect(cache.weight).toBe(14);
  });

  it('asks who governs it before it stores anything, though it weighs nothing', () => {
    const cache = new MethodInstanceCache<string>({ maxEntries: 3 }, { allowedBytes: Infinity, admits: () => false });
    expect(cache.set('a', 1)).toBe(false);
    cache.configure({ maxEntries: 2 });
    expect(cache.set('a', 1)).toBe(false);
  });

  it('gives an evicted instance again that somebody holds, where it is soft', () => {
    const cache = new MethodInstanceCache<string, object>({ maxEntries: 1, retention: 'soft' });
    const [one, other] = [{}, {}];
    cache.set('one', one);
    cache.set('other', other);
    expect(cache.get('one')).toBe(one);
    cache.configure({ maxEntries: 1 });
    expect(cache.get('other')).toBe(other);
  });

  it('gives a leased instance again that was evicted, though nobody disposes of it', () => {
    const cache = new MethodInstanceCache<string, object>({ maxEntries: 1 });
    const leased = {};
    cache.set('a', leased);
    const lease = cache.tryAcquire('a')!;
    cache.set('b', {});
    expect(cache.has('a')).toBe(true);
    expect(cache.get('a')).toBe(leased);
    lease.release();
  });

  it('keeps loads under way from being stored over what was set', async () => {
    const cache = new MethodInstanceCache<string>({ maxEntries: 3 });
    const load = deferred<number>();
    const loading = cache.getOrCreate('a', () => load.promise);
    cache.set('a', 1);
    load.resolve(2);
    await expect(loading).resolves.toBe(2);
    expect(cache.get('a')).toBe(1);
  });
});

describe('what a cache is told to do', () => {
  it('is refused where bytes are to be bound that nobody weighs', () => {
    const { cache } = watchedCache({ maxEntries: 3 });
    expect(caught(() => cache.configure({ maxBytes: 10 })).problem.subject).toBe('cache options.maxBytes');
  });

  it('may bind it to what its protected entries weigh, and to no less', () => {
    const { cache } = watchedCache({ maxEntries: 3, maxBytes: 100, weigher: () => 10, region: 'models' });
    cache.set('a', 1, { protected: true });
    cache.configure({ maxBytes: 10 });
    expect(cache.has('a')).toBe(true);
    expect(caught(() => cache.configure({ maxBytes: 9 })).message).toBe(
      "region 'models', configure: expected bounds that hold the protected entries, found 1 protected entries of 10 bytes, " +
        'which are never evicted; raise maxEntries or maxBytes, or delete protected entries first.',
    );
  });

  it('has to be true or false where background loads are paused', () => {
    const { cache } = watchedCache({ maxEntries: 3 });
    expect(caught(() => cache.pauseBackgroundLoads(1 as never)).problem.subject).toBe('pauseBackgroundLoads');
  });

  it('shows a soft instance whose lifetime is over as long as it is there', () => {
    const { cache, clock } = watchedCache<string, object>({ maxEntries: 3, ttl: 10, retention: 'soft' });
    const instance = {};
    cache.set('a', instance);
    clock.advance(10);
    expect(cache.peek('a')).toBe(instance);
  });

  it('tells who makes instances the key, where to find dependencies, and what the request is', async () => {
    class Model {}
    const make = jest.fn(() => new Model());
    const cache = new MethodInstanceCache<unknown, object>({ maxEntries: 3, instances: { make: make as never } });
    (await cache.instance(Model)).release();
    (await cache.instance(Model, { key: 'a', moduleRef: 'module', payload: 'request' })).release();
    (await cache.instance(Model, { key: 'b' })).release();
    expect(make.mock.calls).toEqual([
      [Model, { key: Model, moduleRef: undefined, payload: { key: Model } }],
      [Model, { key: 'a', moduleRef: 'module', payload: 'request' }],
      [Model, { key: 'b', moduleRef: undefined, payload: { key: 'b' } }],
    ]);
    await cache.close();
  });
});

describe('a cache whose tier is shared', () => {
  it('drops what others changed: a key, what carries a tag, or everything', async () => {
    let others!: TierListener<string>;
    const { cache } = watchedCache({
      maxEntries: 9,
      tier: {
        spill: 'evicted',
        open: (_, listener) => {
          others = listener as TierListener<string>;
          return {
            claims: NO_CLAIMS,
            recall: async () => undefined,
            pack: async () => async () => true,
            forget: async () => {},
            clear: async () => {},
            close: async () => {},
          };
        },
      },
    });
    for (const key of ['a', 'b', 'c', 'd']) cache.set(key, key, { tags: [key < 'c' ? 'early' : 'late'] });
    others.changed('d');
    expect(keysOf(cache)).toEqual(['a', 'b', 'c']);
    others.cleared(['early']);
    expect(keysOf(cache)).toEqual(['c']);
    others.cleared(undefined);
    expect(keysOf(cache)).toEqual([]);
    expect(cache.stats().removals).toMatchObject({ invalidated: 4, deleted: 0, cleared: 0 });
    await cache.close();
    others.changed('a');
    others.cleared(undefined);
  });
});
