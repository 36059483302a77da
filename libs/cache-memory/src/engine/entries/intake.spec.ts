import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchedCache } from '../../../test/caches.js';
import { MethodInstanceCache } from '../method-instance-cache.js';

describe('the time at which a life begins', () => {
  let looks: jest.SpiedFunction<typeof performance.now>;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    looks = jest.spyOn(performance, 'now').mockReturnValue(1_000);
  });
  afterEach(() => {
    looks.mockRestore();
    jest.useRealTimers();
  });

  it.each([
    [{ ttl: 50 }, {}],
    [{ idleTtl: 50 }, {}],
    [{}, { ttl: 50 }],
    [{}, { idleTtl: 50 }],
  ])('is exact, though other readings serve for a while: %p, %p', (options, said) => {
    const cache = new MethodInstanceCache<string, string>({ maxEntries: 5, ...options });
    cache.set('a', 'v', said);
    looks.mockReturnValue(1_040);
    expect(cache.get('a')).toBe('v');
    cache.set('b', 'v', said);
    looks.mockReturnValue(1_080);
    jest.advanceTimersByTime(5);
    expect([cache.peek('a'), cache.peek('b')]).toEqual([undefined, 'v']);
  });

  it('costs no look at the clock where there is no lifetime', () => {
    const cache = new MethodInstanceCache<number, string>({ maxEntries: 5, details: false });
    cache.set(1, 'v', { tags: ['t'] });
    looks.mockClear();
    for (let key = 0; key < 100; key++) cache.set(key, 'v', { tags: ['t'] });
    expect(looks.mock.calls.length).toBeLessThan(3);
  });
});

describe('what comes into a cache', () => {
  it('is told of when it is refused for its weight, by the short way and the long one', () => {
    const { cache } = watchedCache<string, string>({ maxBytes: 10, weigher: (value) => value.length });
    const rejected: unknown[] = [];
    cache.on('entry.rejected', (rejection) => rejected.push(rejection));
    cache.set('a', 'short');
    expect(cache.set('b', 'longer than that')).toBe(false);
    expect(cache.set('a', 'longer than that', { tags: ['t'] })).toBe(false);
    expect(rejected).toEqual([
      { key: 'b', value: 'longer than that', weight: 16 },
      { key: 'a', value: 'longer than that', weight: 16 },
    ]);
    expect(cache.size).toBe(0);
    expect(cache.stats()).toMatchObject({ rejections: 2, insertions: 1, removals: { replaced: 1 } });
  });

  it('says what is full where a protected entry finds no room, and changes nothing', () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 1, region: 'models' });
    cache.set('a', 'v', { protected: true });
    expect(() => cache.set('b', 'v', { protected: true })).toThrow(/'b'.*room for one more protected entry/);
    expect(cache.get('a')).toBe('v');
    expect(cache.stats()).toMatchObject({ rejections: 0, protectedEntries: 1 });
  });
});

describe('an instance that comes back', () => {
  const instance = { name: 'a' };

  /** A soft cache from which the instance was evicted ten milliseconds after it was stored. */
  function evicted(ttl?: number) {
    const { cache, clock } = watchedCache<string, object>({ maxEntries: 2, retention: 'soft', ttl });
    const revived: unknown[] = [];
    cache.on('entry.revived', (revival) => revived.push(revival));
    cache.set('a', instance, { cost: 7, tags: ['t'], priority: 'high' });
    clock.advance(10);
    cache.trim({ entries: 0 });
    return { cache, clock, revived };
  }

  it('counts as a hit that saved what it cost, and is told of', () => {
    const { cache, revived } = evicted();
    expect(cache.get('a')).toBe(instance);
    expect(revived).toEqual([{ key: 'a', value: instance }]);
    expect(cache.stats()).toMatchObject({ hits: 1, revivals: 1, timeSavedMs: 7, remembered: 0, entries: 1 });
    expect([...cache.entries()]).toMatchObject([{ costMs: 7, tags: ['t'], priority: 'high', protected: false }]);
  });

  it('lives on to the end of its lifetime', () => {
    const { cache, clock } = evicted(100);
    clock.advance(20);
    expect(cache.get('a')).toBe(instance);
    expect([...cache.entries()]).toMatchObject([{ remainingTtlMs: 70 }]);
  });

  it.each([90, 500])('begins another life where its own is over, %p ms after it left', (later) => {
    const { cache, clock } = evicted(100);
    clock.advance(later);
    expect(cache.get('a')).toBe(instance);
    expect([...cache.entries()]).toMatchObject([{ remainingTtlMs: 100 }]);
  });
});
