import { describe, expect, it } from '@jest/globals';
import { WatchedStore } from '../../../test/watched-store.js';
import type { EntryView, EvictionPolicy } from '../eviction/eviction-policy.js';
import { LruPolicy } from '../eviction/lru.js';
import { hashKey } from '../columns/key-hash.js';

/** LRU that writes down what it is told. */
class Recorder extends LruPolicy {
  readonly told: string[] = [];

  override offer(slot = -1): void {
    this.told.push(`offer ${slot}`);
  }

  override insert(slot: number): void {
    this.told.push(`insert ${slot}`);
    super.insert(slot);
  }
}

describe('EvictionOrder', () => {
  it('lets a policy read weight, cost, deadline and hash of an entry, that of an offered newcomer included', () => {
    const read: unknown[] = [];
    const policy = (view: EntryView): EvictionPolicy => {
      const lru = new LruPolicy();
      lru.offer = (slot = -1) => read.push([view.weight(slot), view.cost(slot), view.hash(slot)]);
      lru.insert = (slot) => {
        LruPolicy.prototype.insert.call(lru, slot);
      };
      lru.victim = () => {
        const slot = LruPolicy.prototype.victim.call(lru);
        if (slot !== -1) read.push(view.deadline(slot));
        return slot;
      };
      return lru;
    };
    const { store, put } = bound(new WatchedStore({ maxEntries: 2, policy }));
    put('a', { weight: 3, cost: 5, ttl: 100 });
    put('b', { weight: 4 });
    expect(read).toEqual([
      [3, 5, hashKey('a')],
      [4, 0, hashKey('b')],
    ]);
    read.length = 0;
    store.order.victim(-1);
    expect(read).toEqual([1_100]);
  });

  it('tells a policy the lifetime of a newcomer when it is offered and when it is stored, whatever its slot held before', () => {
    const read: unknown[] = [];
    const policy = (view: EntryView): EvictionPolicy => {
      const lru = new LruPolicy();
      lru.offer = (slot = -1) => read.push(['offer', view.deadline(slot)]);
      lru.insert = (slot) => {
        read.push(['insert', view.deadline(slot)]);
        LruPolicy.prototype.insert.call(lru, slot);
      };
      return lru;
    };
    const watched = new WatchedStore({ maxEntries: 1, policy });
    for (const [key, options] of [
      ['a', { ttl: 100 }],
      ['b', { ttl: 5_000 }],
      ['b', { ttl: 7 }],
      ['c', { idleTtl: 50, ttl: 80 }],
      ['d', {}],
    ] as const) {
      watched.put(key, options);
    }
    expect(read).toEqual(
      [1_100, 6_000, 1_007, 1_050, Infinity].flatMap((end) => [
        ['offer', end],
        ['insert', end],
      ]),
    );
  });

  it('keeps one policy until an entry has a priority of its own, and then one for each priority', () => {
    const policies: Recorder[] = [];
    const policy = (): EvictionPolicy => {
      policies.push(new Recorder());
      return policies.at(-1)!;
    };
    const watched = new WatchedStore({ maxEntries: 3, policy });
    for (const key of ['a', 'b']) watched.put(key);
    expect(policies).toHaveLength(1);
    watched.now += 1;
    watched.put('c', { priority: 'low' });
    expect(policies.map(({ told }) => told)).toEqual([
      ['offer 0', 'insert 0', 'offer 1', 'insert 1'],
      ['offer 0', 'insert 0', 'offer 1', 'insert 1'],
      ['offer 2', 'insert 2'],
    ]);
    watched.put('d');
    watched.put('e');
    expect(watched.left).toEqual(['c:size', 'a:size']);
    expect(policies).toHaveLength(3);
  });

  it('hands the entries on to another policy by their last access, and does nothing for the same one', () => {
    const watched = new WatchedStore({ maxEntries: 4, details: true });
    for (const key of ['a', 'b', 'c', 'd']) {
      watched.now += 10;
      watched.put(key);
    }
    watched.now += 10;
    watched.store.use(watched.slot('b'));
    watched.store.settle();
    const recorder = new Recorder();
    const next = (): EvictionPolicy => recorder;
    watched.store.order.change(next, watched.now);
    watched.store.order.change(next, watched.now);
    const slots = ['a', 'c', 'd', 'b'].map((key) => watched.slot(key));
    expect(recorder.told).toEqual(slots.flatMap((slot) => [`offer ${slot}`, `insert ${slot}`]));
  });

  it('hands them on in the order of the former policy where accesses are not known', () => {
    const watched = new WatchedStore({ maxEntries: 4, details: false, policy: 'size' });
    for (const [key, weight] of Object.entries({ a: 1, b: 9, c: 5, d: 3 })) watched.put(key, { weight });
    const recorder = new Recorder();
    watched.store.order.change(() => recorder, watched.now);
    const slots = ['b', 'c', 'd', 'a'].map((key) => watched.slot(key));
    expect(recorder.told).toEqual(slots.flatMap((slot) => [`offer ${slot}`, `insert ${slot}`]));
  });

  it('goes by priority under another policy, too', () => {
    const watched = new WatchedStore({ maxEntries: 3 });
    watched.put('low', { priority: 'low' });
    watched.put('high', { priority: 'high' });
    watched.store.order.change(() => new LruPolicy(), watched.now);
    watched.put('normal');
    watched.put('another');
    watched.put('one more');
    expect(watched.left).toEqual(['low:size', 'normal:size']);
  });

  it('evicts nothing for a newcomer for which entries of its own priority and lower ones cannot make room', () => {
    const watched = new WatchedStore({ maxBytes: 10 });
    watched.put('high', { weight: 6, priority: 'high' });
    watched.put('low', { weight: 4, priority: 'low' });
    expect(watched.put('normal', { weight: 5 })).toBe(false);
    expect(watched.left).toEqual([]);
    expect(watched.put('normal', { weight: 4 })).toBe(true);
    expect(watched.left).toEqual(['low:size']);
    expect(watched.put('empty')).toBe(true);
    expect(watched.put('higher', { weight: 10, priority: 'high' })).toBe(true);
    expect(watched.keys()).toEqual(['higher']);
  });

  it('begins with one policy again once it is cleared', () => {
    let made = 0;
    const watched = new WatchedStore({ maxEntries: 2, policy: () => (made++, new LruPolicy()) });
    watched.put('a', { priority: 'high' });
    watched.put('b');
    const before = made;
    watched.store.clear();
    expect(made).toBe(before + 1);
    for (const key of ['c', 'd', 'e']) watched.put(key);
    expect(watched.left).toEqual(['c:size']);
    expect(made).toBe(before + 1);
  });
});

function bound(watched: WatchedStore) {
  return { store: watched.store, put: watched.put.bind(watched) };
}
