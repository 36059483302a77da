import { describe, expect, it } from '@jest/globals';
import { collect } from '../../../test/collect.js';
import { WatchedStore } from '../../../test/watched-store.js';

const described = (watched: WatchedStore): unknown[] => [...watched.store.reader.describe(() => watched.now)];

describe('EntryReader', () => {
  it('describes all that is known of an entry', () => {
    const watched = new WatchedStore({ maxEntries: 5 });
    watched.put('a', { weight: 3, cost: 4, ttl: 100, priority: 'low', tags: ['t'] });
    watched.put('b', { protected: true });
    watched.now += 30;
    watched.store.use(watched.slot('a'));
    watched.store.settle();
    watched.now += 20;
    const rest = { key: 'b', accesses: 0, weight: 0, costMs: 0, priority: 'normal', protected: true, tags: [] };
    expect(described(watched)).toEqual([
      {
        key: 'a',
        ageMs: 50,
        idleMs: 20,
        accesses: 1,
        weight: 3,
        costMs: 4,
        remainingTtlMs: 50,
        stale: false,
        priority: 'low',
        protected: false,
        tags: ['t'],
      },
      { ...rest, ageMs: 50, idleMs: 50, remainingTtlMs: undefined, stale: false },
    ]);
  });

  it('leaves out what has left, what has expired, and what was collected', async () => {
    const watched = new WatchedStore({ maxEntries: 5, retention: 'weak' });
    const kept = { name: 'kept' };
    watched.put('a', { value: kept, ttl: 100 });
    watched.put('b', { value: kept });
    watched.put('c');
    watched.put('d', { value: kept });
    watched.store.remove(watched.slot('b'), 'deleted', watched.now);
    await collect();
    const keys = (): unknown[] => described(watched).map((info) => (info as { key: string }).key);
    expect(keys()).toEqual(['a', 'd']);
    watched.now += 100;
    expect(keys()).toEqual(['d']);
  });

  it('calls an entry stale from the moment at which its ttl ends', () => {
    const watched = new WatchedStore({ maxEntries: 5, ttl: 100, staleWhileRevalidate: 50 });
    watched.put('a');
    const told = [99, 1, 49, 1].map((ms) => {
      watched.now += ms;
      return described(watched);
    });
    expect(told).toMatchObject([
      [{ stale: false, remainingTtlMs: 1 }],
      [{ stale: true, remainingTtlMs: 0 }],
      [{ stale: true, remainingTtlMs: 0 }],
      [],
    ]);
  });

  it('tells a tier how long both lifetimes still last, and all else that makes the entry again', () => {
    const watched = new WatchedStore({ maxEntries: 5 });
    const value = { name: 'a' };
    watched.put('a', { value, ttl: 100, idleTtl: 40, weight: 3, cost: 4, tags: ['t'], priority: 'high' });
    watched.put('b', { value, protected: true });
    watched.now += 30;
    const { reader } = watched.store;
    expect(reader.tierEntry(watched.slot('a'), watched.now)).toEqual({
      value,
      ttlLeftMs: 70,
      idleLeftMs: 10,
      idleMs: 40,
      costMs: 4,
      weight: 3,
      tags: ['t'],
      rank: 2,
      guarded: false,
    });
    expect(reader.tierEntry(watched.slot('b'), watched.now)).toMatchObject({
      ttlLeftMs: Infinity,
      idleLeftMs: Infinity,
      idleMs: Infinity,
      guarded: true,
    });
  });

  it('tells a tier that an entry without a sliding lifetime has none, whatever others have', () => {
    const watched = new WatchedStore({ maxEntries: 5 });
    watched.put('a', { ttl: 100 });
    watched.put('b', { idleTtl: 10 });
    expect(watched.store.reader.tierEntry(watched.slot('a'), watched.now)).toMatchObject({
      ttlLeftMs: 100,
      idleLeftMs: Infinity,
      idleMs: Infinity,
    });
  });

  it.each([
    ['its ttl is over', { ttl: 50 }],
    ['it was not used for too long', { idleTtl: 50 }],
    ['it is stale', { ttl: 50, staleWhileRevalidate: 500 }],
  ])('gives a tier nothing where %s', (_, options) => {
    const watched = new WatchedStore({ maxEntries: 5 });
    watched.put('a', options);
    const spilled = [49, 1].map((ms) => watched.store.reader.tierEntry(watched.slot('a'), (watched.now += ms)));
    expect(spilled).toEqual([expect.objectContaining({ value: { key: 'a' } }), undefined]);
  });

  it('gives a tier nothing, and remembers nothing, where the value was collected', async () => {
    const watched = new WatchedStore({ maxEntries: 5, retention: 'weak' });
    watched.put('a');
    await collect();
    const { reader } = watched.store;
    expect(reader.tierEntry(watched.slot('a'), watched.now)).toBeUndefined();
    expect(reader.livingInstance(watched.slot('a'), watched.now)).toBeUndefined();
    expect(reader.removalOf(watched.slot('a'), 'collected', watched.now).value).toBeUndefined();
  });

  it('remembers of an instance how long it was to live, so that it can come back as it was', () => {
    const watched = new WatchedStore({ maxEntries: 5, retention: 'soft' });
    watched.now = 7_000;
    watched.put('a', { ttl: 100, idleTtl: 40, weight: 3, cost: 4, tags: ['t'], priority: 'high' });
    watched.now += 30;
    expect(watched.store.reader.livingInstance(watched.slot('a'), watched.now)).toMatchObject({
      weight: 3,
      costMs: 4,
      endsAt: 7_100,
      deadline: 7_040,
      plan: { ttlMs: 100, idleMs: 40, rank: 2, tags: ['t'], guarded: false, isPlain: false },
    });
  });

  it('remembers no text and no number, which nobody can hold', () => {
    const watched = new WatchedStore({ maxEntries: 5, retention: 'soft' });
    watched.put('a', { value: 'text' as never });
    expect(watched.store.reader.livingInstance(watched.slot('a'), watched.now)).toBeUndefined();
  });

  it('remembers what is to be renewed as long as it is fresh', () => {
    const watched = new WatchedStore({ maxEntries: 5, retention: 'soft', ttl: 100, grace: 500 });
    watched.put('a');
    const remembered = [99, 1].map((ms) => watched.store.reader.livingInstance(watched.slot('a'), (watched.now += ms)));
    expect(remembered).toEqual([expect.objectContaining({ endsAt: 1_100, deadline: 1_100 }), undefined]);
  });
});
