import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { keysOf, watchedCache } from '../../../test/caches.js';
import { collect } from '../../../test/collect.js';
import type { CacheOptions } from '../cache-options.js';

interface Instance {
  readonly name: string;
}

/** Instances that are held only here, and let go by name. */
class Holder {
  readonly #held = new Map<string, Instance>();

  make(name: string): Instance {
    const instance = { name };
    this.#held.set(name, instance);
    return instance;
  }

  get(name: string): Instance {
    return this.#held.get(name)!;
  }

  drop(...names: string[]): void {
    for (const name of names) this.#held.delete(name);
  }
}

function heldIn(options: CacheOptions<string>, ...names: string[]) {
  const holder = new Holder();
  const watched = watchedCache(options, { withValues: false });
  for (const name of names) watched.cache.set(name, holder.make(name), { tags: [name] });
  return { holder, ...watched };
}

describe('a weak cache', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('finds an instance as long as somebody else holds it', async () => {
    const { cache, holder } = heldIn({ maxEntries: 5, retention: 'weak' }, 'a');
    await collect();
    expect(cache.get('a')).toBe(holder.get('a'));
    expect(cache.stats()).toMatchObject({ hits: 1, entries: 1 });
  });

  it('misses a collected instance, counts it, tells of it, and keeps nothing of it', async () => {
    const { cache, holder, removals } = heldIn({ maxEntries: 5, ttl: 1_000, retention: 'weak' }, 'a');
    cache.get('a');
    holder.drop('a');
    await collect();
    expect(cache.peek('a')).toBeUndefined();
    expect(cache.has('a')).toBe(false);
    expect(keysOf(cache)).toEqual([]);
    expect(cache.size).toBe(1);
    expect(cache.get('a')).toBeUndefined();
    expect(removals).toEqual([
      { key: 'a', value: undefined, cause: 'collected', weight: 0, costMs: 0, ageMs: 0, accesses: 1 },
    ]);
    expect(cache.size).toBe(0);
    expect(cache.invalidate('a')).toBe(0);
    expect(cache.stats()).toMatchObject({
      hits: 1,
      misses: 1,
      evictions: 1,
      remembered: 0,
      removals: { collected: 1, size: 0 },
    });
    jest.advanceTimersByTime(5_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('loads a collected instance anew', async () => {
    const { cache, holder } = heldIn({ maxEntries: 5, retention: 'weak' }, 'a');
    holder.drop('a');
    await collect();
    await expect(cache.getOrCreate('a', async () => holder.make('a again'))).resolves.toEqual({ name: 'a again' });
    expect(cache.stats()).toMatchObject({ loads: 1, insertions: 2, entries: 1, removals: { collected: 1 } });
  });

  it('notices collected instances by itself within a lap of its sweep', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `n${index}`);
    const { cache, holder, departures } = heldIn({ maxEntries: 500, retention: 'weak' }, ...names, 'kept');
    holder.drop(...names);
    await collect();
    expect(cache.size).toBe(101);
    jest.advanceTimersByTime(1_024 * 34);
    expect(cache.size).toBe(1);
    expect(departures()).toHaveLength(100);
    expect(cache.stats().removals.collected).toBe(100);
  });

  it('drops all that were collected when it is told to evict what is over', async () => {
    const { cache, holder } = heldIn({ maxEntries: 500, retention: 'weak' }, 'a', 'b', 'c');
    holder.drop('a', 'c');
    await collect();
    expect(cache.evictExpired()).toBe(2);
    expect(keysOf(cache)).toEqual(['b']);
  });

  it('counts a collected entry as such where it has to leave for another one', async () => {
    const { cache, holder, departures } = heldIn({ maxEntries: 2, policy: 'lru', retention: 'weak' }, 'a', 'b');
    holder.drop('a');
    await collect();
    cache.set('c', holder.make('c'));
    expect(departures()).toEqual(['a:collected']);
    holder.drop('b');
    await collect();
    cache.trim({ entries: 0 });
    expect(departures()).toEqual(['a:collected', 'b:collected', 'c:pressure']);
  });

  it('gives the same instance after an eviction, as long as it lives', async () => {
    const { cache, holder, departures } = heldIn({ maxEntries: 1, retention: 'weak' }, 'a', 'b');
    const revived: unknown[] = [];
    cache.on('entry.revived', (event) => revived.push(event));
    expect(departures()).toEqual(['a:size']);
    await collect();
    expect(cache.stats().remembered).toBe(1);
    expect(cache.peek('a')).toBe(holder.get('a'));
    const load = jest.fn(() => ({ name: 'second' }));
    await expect(cache.getOrCreate('a', load)).resolves.toBe(holder.get('a'));
    expect(load).not.toHaveBeenCalled();
    expect(revived).toEqual([{ key: 'a', value: holder.get('a') }]);
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 0, revivals: 1, insertions: 3, entries: 1, remembered: 1 });
    expect(cache.invalidate('a')).toBe(1);
  });

  it('does not give an evicted instance once its ttl or its idleTtl is over', async () => {
    const { cache, clock } = heldIn({ maxEntries: 1, ttl: 100, retention: 'weak' }, 'a', 'b');
    expect(cache.has('a')).toBe(true);
    clock.advance(100);
    expect(cache.has('a')).toBe(false);
    expect(cache.get('a')).toBeUndefined();
    const idle = heldIn({ maxEntries: 1, idleTtl: 100, retention: 'weak' }, 'a', 'b');
    idle.clock.advance(100);
    expect(idle.cache.get('a')).toBeUndefined();
  });

  it('does not give an instance that was deleted, replaced, invalidated or cleared', () => {
    const { cache, holder } = heldIn({ maxEntries: 1, retention: 'weak' }, 'a', 'b');
    expect(cache.delete('a')).toBe(true);
    expect(cache.delete('a')).toBe(false);
    cache.set('a', holder.get('a'));
    cache.set('a', holder.get('b'));
    expect(cache.get('a')).toBe(holder.get('b'));
    cache.set('x', holder.get('a'), { tags: ['t'] });
    cache.set('y', holder.get('b'));
    cache.invalidate('t');
    expect(cache.get('x')).toBeUndefined();
    cache.clear();
    expect(['a', 'b', 'x', 'y'].filter((key) => cache.has(key))).toEqual([]);
    expect(cache.stats().remembered).toBe(0);
  });

  it('does not go back to an evicted instance after its key was given another value', () => {
    const { cache, holder, clock } = heldIn({ maxEntries: 1, retention: 'weak' }, 'a', 'b');
    cache.set('a', holder.make('a again'), { ttl: 10 });
    clock.advance(10);
    expect(cache.get('a')).toBeUndefined();
    expect(holder.get('a')).toEqual({ name: 'a' });
  });

  it('says of a dead instance that there was none to delete', async () => {
    const { cache, holder } = heldIn({ maxEntries: 1, retention: 'weak' }, 'a', 'b');
    holder.drop('a', 'b');
    await collect();
    expect([cache.delete('a'), cache.delete('b')]).toEqual([false, false]);
  });

  it('forgets dead instances and their keys though nobody asks', async () => {
    const { cache, holder } = heldIn({ maxEntries: 1, retention: 'weak' }, 'a', 'b', 'c');
    cache.trim({ entries: 0 });
    expect(cache.stats().remembered).toBe(3);
    holder.drop('a', 'b');
    await collect();
    jest.advanceTimersByTime(5_000);
    expect(cache.stats().remembered).toBe(1);
    holder.drop('c');
    await collect();
    jest.advanceTimersByTime(5_000);
    expect(cache.stats().remembered).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('holds primitives strongly, since nothing else can hold them', async () => {
    const { cache } = watchedCache({ maxEntries: 9, weigher: () => 5, retention: 'weak' });
    const values = ['text', 5, 0n, true, null, Symbol('s')];
    for (const [index, value] of values.entries()) cache.set(`k${index}`, value);
    await collect();
    expect(values.map((_, index) => cache.get(`k${index}`))).toEqual(values);
    expect(cache.weight).toBe(30);
  });

  it('holds functions and symbols of its user, and a WeakRef that is itself a value, as they are', async () => {
    const { cache } = watchedCache({ maxEntries: 9, retention: 'weak' });
    const target = {};
    const make = (): void => {};
    const reference = new WeakRef(target);
    cache.set('make', make);
    cache.set('reference', reference);
    await collect();
    expect(cache.get('make')).toBe(make);
    expect(cache.get('reference')).toBe(reference);
  });

  it('holds protected entries strongly, and counts their weight', async () => {
    const { cache } = watchedCache({ maxEntries: 9, weigher: () => 5, retention: 'weak' });
    (() => cache.set('p', { name: 'p' }, { protected: true }))();
    (() => cache.set('a', { name: 'a' }))();
    expect(cache.stats()).toMatchObject({ weight: 5, protectedWeight: 5 });
    await collect();
    expect(cache.get('p')).toEqual({ name: 'p' });
    expect(cache.get('a')).toBeUndefined();
  });
});

describe('a soft cache', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('holds an instance strongly until it expires', async () => {
    const { cache, holder, clock } = heldIn({ maxEntries: 5, ttl: 100, retention: 'soft' }, 'a');
    holder.drop('a');
    clock.advance(99);
    await collect();
    expect(cache.get('a')).toEqual({ name: 'a' });
    clock.advance(1);
    expect(cache.evictExpired()).toBe(1);
    expect(cache.stats()).toMatchObject({ remembered: 1, removals: { expired: 1 } });
    await collect();
    expect(cache.has('a')).toBe(false);
    const load = jest.fn(() => ({ name: 'new' }));
    await expect(cache.getOrCreate('a', load)).resolves.toEqual({ name: 'new' });
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('holds it strongly until memory is short', async () => {
    const { cache, holder } = heldIn({ maxEntries: 5, retention: 'soft' }, 'a', 'b');
    holder.drop('a');
    await collect();
    expect(cache.peek('a')).toEqual({ name: 'a' });
    cache.trim({ entries: 0 });
    await collect();
    expect(cache.get('a')).toBeUndefined();
    expect(cache.get('b')).toBe(holder.get('b'));
  });

  it('revives with a hit what has expired but is alive: the same instance, strongly again, for another lifetime', async () => {
    const { cache, holder, clock, departures } = heldIn({ maxEntries: 5, ttl: 100, retention: 'soft' }, 'a');
    clock.advance(150);
    expect(cache.peek('a')).toBe(holder.get('a'));
    expect(keysOf(cache)).toEqual([]);
    const load = jest.fn(() => ({ name: 'second' }));
    expect(cache.getOrCreateSync('a', load)).toBe(holder.get('a'));
    expect(load).not.toHaveBeenCalled();
    expect(departures()).toEqual(['a:expired']);
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 0, revivals: 1, insertions: 2, remembered: 0 });
    expect([...cache.entries()]).toEqual([expect.objectContaining({ remainingTtlMs: 100, tags: ['a'] })]);
    holder.drop('a');
    clock.advance(99);
    await collect();
    expect(cache.get('a')).toEqual({ name: 'a' });
    expect(cache.delete('a')).toBe(true);
  });

  it('keeps what is left of a lifetime when it revives what was evicted before its end', () => {
    const { cache, clock } = heldIn({ maxEntries: 1, ttl: 100, retention: 'soft' }, 'a', 'b');
    clock.advance(60);
    cache.get('a');
    expect([...cache.entries()]).toEqual([expect.objectContaining({ key: 'a', remainingTtlMs: 40 })]);
  });

  it('revives within its bounds only, and still gives the instance where it cannot', () => {
    const holder = new Holder();
    const { cache } = watchedCache({ maxBytes: 100, weigher: () => 60, retention: 'soft' });
    cache.set('a', holder.make('a'));
    cache.set('b', holder.make('b'));
    cache.configure({ maxBytes: 50 });
    expect(cache.get('a')).toBe(holder.get('a'));
    expect(cache.stats()).toMatchObject({ entries: 0, hits: 1, revivals: 1, rejections: 1, remembered: 2 });
  });

  it('forgets dead instances and their keys though nobody asks and nothing has a lifetime', async () => {
    const { cache, holder } = heldIn({ maxEntries: 5, retention: 'soft' }, 'a', 'b');
    expect(jest.getTimerCount()).toBe(0);
    cache.trim({ entries: 0 });
    holder.drop('a');
    await collect();
    jest.advanceTimersByTime(3_000);
    expect(cache.stats().remembered).toBe(1);
    holder.drop('b');
    await collect();
    jest.advanceTimersByTime(3_000);
    expect(cache.stats().remembered).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('forgets what is too old to be asked for by its tag', () => {
    const { cache, clock } = heldIn({ maxEntries: 5, ttl: 100, retention: 'soft' }, 'a', 'b');
    clock.advance(100);
    cache.evictExpired();
    expect(cache.invalidate('a')).toBe(0);
    expect(cache.has('a')).toBe(false);
    expect(cache.has('b')).toBe(true);
  });
});

/** Weak references to the key and the value of one entry, stored and let go. */
function probe(store: (key: object, value: object) => void): { isAlive: () => boolean[] } {
  const key = new WeakRef({ role: 'key' });
  const value = new WeakRef({ role: 'value' });
  store(key.deref()!, value.deref()!);
  return { isAlive: () => [key, value].map((reference) => reference.deref() !== undefined) };
}

describe.each(['strong', 'soft', 'weak'] as const)('a %s cache', (retention) => {
  type Watched = ReturnType<typeof watchedCache<object, object>>;
  const paths: [string, (watched: Watched, key: () => object) => void][] = [
    ['delete', ({ cache }, key) => cache.delete(key())],
    ['clear', ({ cache }) => cache.clear()],
    ['close', ({ cache }) => cache.close()],
    ['invalidate', ({ cache }) => cache.invalidate('tag')],
    ['eviction', ({ cache }) => [1, 2, 3].map(() => cache.set({}, {}))],
    ['pressure', ({ cache }) => cache.trim({ entries: 0 })],
    ['configure', ({ cache }) => [cache.set({}, {}), cache.configure({ maxEntries: 1 })]],
    ['expiry and a sweep', ({ clock }) => [clock.advance(5_000), jest.advanceTimersByTime(3_000)]],
    ['expiry and evictExpired', ({ clock, cache }) => [clock.advance(5_000), cache.evictExpired()]],
    ['expiry and deletion', ({ clock, cache }, key) => [clock.advance(5_000), cache.delete(key())]],
    ['replacement', ({ cache }, key) => [cache.set(key(), {}), cache.delete(key())]],
  ];

  afterEach(() => {
    jest.useRealTimers();
  });

  it.each(paths)('holds neither key nor value after %s', async (_, leave) => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
    const watched = watchedCache<object, object>({ maxEntries: 3, policy: 'lru', ttl: 1_000, retention });
    watched.removals.push = () => 0; // not even the keys are to be held by the test itself
    const { isAlive } = probe((key, value) => {
      watched.cache.set(key, value, { tags: ['tag'] });
      watched.cache.get(key);
      leave(watched, () => key);
    });
    await collect();
    jest.advanceTimersByTime(3_000);
    await collect();
    expect(isAlive()).toEqual([false, false]);
    expect(watched.cache.stats().remembered).toBe(0);
  });

  it('holds neither key nor value of a refused newcomer', async () => {
    const watched = watchedCache<object, object>({ maxEntries: 1, retention });
    watched.cache.set({}, { name: 'protected' }, { protected: true });
    const { isAlive } = probe((key, value) => {
      expect(watched.cache.set(key, value)).toBe(false);
    });
    await collect();
    expect(isAlive()).toEqual([false, false]);
  });

  it('holds neither key nor value of a load that ended', async () => {
    const watched = watchedCache<object, object>({ maxEntries: 1, retention });
    const { isAlive } = probe((key, value) => {
      void watched.cache.getOrCreate(key, async () => value);
      watched.cache.delete(key);
    });
    await collect();
    expect(isAlive()).toEqual([false, false]);
  });
});
