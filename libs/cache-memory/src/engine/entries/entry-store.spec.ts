import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { collect } from '../../../test/collect.js';
import { WatchedStore } from '../../../test/watched-store.js';
import { readCacheOptions } from '../cache-options.js';
import { defaultPlan, planEntry } from './entry-plan.js';
import type { EntryOptions } from './entry-options.js';
import { EntryStore } from './entry-store.js';
import { NONE } from '../eviction/eviction-policy.js';
import { LruPolicy } from '../eviction/lru.js';
import { GivenClock } from '../time/given-clock.js';
import type { RemovalCause } from '../events/removal.js';
import { StatsCounters } from '../statistics/stats-counters.js';

type Store = EntryStore<number, object>;

interface Bounds {
  readonly maxEntries?: number;
  readonly maxBytes?: number;
}

function storeOf(bounds: Bounds): { store: Store; left: { key: number; cause: RemovalCause }[] } {
  const left: { key: number; cause: RemovalCause }[] = [];
  const { settings } = readCacheOptions({ ...bounds, policy: 'lru', weigher: () => 0 });
  const store: Store = new EntryStore(
    settings,
    'strong',
    new GivenClock({ now: () => 0 }),
    new StatsCounters(),
    (slot, cause) => {
      left.push({ key: store.table.keys[slot]!, cause });
    },
  );
  return { store, left };
}

/** Stores `{ key }` in a new slot, or once more in the one where it is. */
function put(
  store: Store,
  slot: number,
  key: number,
  weight: number,
  now: number,
  options: EntryOptions = {},
): boolean {
  const plan = planEntry(options, defaultPlan(readCacheOptions({ maxEntries: 1 }).settings));
  const endsAt = now + plan.ttlMs;
  if (slot === NONE) return store.insert(key, { key }, weight, 0, plan, endsAt, now);
  return store.replace(slot, store.reader.valueAt(slot)!, weight, 0, plan, endsAt, now);
}

function occupiedSlots({ table }: Store): number[] {
  return Array.from({ length: table.used }, (_, slot) => slot).filter((slot) => table.keys[slot] !== undefined);
}

/** Every promise that the columns, the index, the tags, the lifetimes and the sums make to one another. */
function checkInvariants(store: Store, { maxEntries = Infinity, maxBytes = Infinity }: Bounds): void {
  const { table, tags, lifetimes } = store;
  const occupied = occupiedSlots(store);
  expect(new Set(occupied).size).toBe(table.size);
  let weight = 0;
  let guardedEntries = 0;
  let guardedWeight = 0;
  let mortal = 0;
  expect(table.index.size).toBe(table.size);
  for (const slot of occupied) {
    const key = table.keys[slot]!;
    expect(slot).toBeLessThan(table.used);
    expect(table.index.get(key)).toBe(slot);
    expect(table.values[slot]).toEqual({ key });
    weight += table.weights.get(slot);
    if (lifetimes.deadline(slot) < Infinity) mortal++;
    if (table.standing.isGuarded(slot)) {
      guardedEntries++;
      guardedWeight += table.weights.get(slot);
    }
    for (const tag of tags.tagsOf(slot)) expect(tags.slotsOf(tag)).toContain(slot);
  }
  expect({
    weight: store.weight,
    guardedEntries: store.guardedEntries,
    guardedWeight: store.guardedWeight,
    mortal: lifetimes.size,
  }).toEqual({ weight, guardedEntries, guardedWeight, mortal });
  expect(store.size).toBeLessThanOrEqual(maxEntries);
  expect(store.weight).toBeLessThanOrEqual(maxBytes);
  expect(store.peakEntries).toBeGreaterThanOrEqual(store.size);
  expect(store.peakWeight).toBeGreaterThanOrEqual(store.weight);

  const free = Array.from({ length: table.used }, (_, slot) => slot).filter((slot) => !occupied.includes(slot));
  for (const slot of free) {
    expect([table.keys[slot], table.values[slot], tags.tagsOf(slot)]).toEqual([undefined, undefined, []]);
  }
  const { used } = table;
  const claimed = free.map(() => table.claim());
  expect(claimed.toSorted((one, other) => one - other)).toEqual(free);
  expect(table.used).toBe(used);
  for (const slot of claimed.toReversed()) table.release(slot);
  for (const tag of ['x', 'y']) for (const slot of tags.slotsOf(tag)) expect(occupied).toContain(slot);
}

describe('EntryStore', () => {
  const entryOptions = fc.record(
    {
      ttl: fc.integer({ min: 1, max: 5_000 }),
      idleTtl: fc.integer({ min: 1, max: 5_000 }),
      tags: fc.subarray(['x', 'y']),
      priority: fc.constantFrom('low' as const, 'normal' as const, 'high' as const),
    },
    { requiredKeys: [] },
  );
  const options = fc.oneof(
    { weight: 5, arbitrary: entryOptions },
    { weight: 1, arbitrary: fc.constant({ protected: true }) },
  );
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ op: fc.constant('put' as const), key: fc.nat(90), weight: fc.nat(9), options }),
    },
    { weight: 2, arbitrary: fc.record({ op: fc.constant('touch' as const), key: fc.nat(90) }) },
    { weight: 2, arbitrary: fc.record({ op: fc.constant('remove' as const), key: fc.nat(90) }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('trim' as const), to: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('expire' as const), most: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('switch' as const) }) },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('advance' as const), ms: fc.nat(3_000) }) },
  );

  it.each<Bounds>([{ maxEntries: 6 }, { maxEntries: 75 }, { maxBytes: 40 }, { maxEntries: 8, maxBytes: 30 }])(
    'keeps its columns, index, free slots, tags, lifetimes and sums at one through any steps, within %p',
    (bounds) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
          const { store, left } = storeOf(bounds);
          let now = 1_000;
          let inserted = 0;
          for (const each of steps) {
            if (each.op === 'advance') now += each.ms;
            else if (each.op === 'trim') store.room.evictDownTo(each.to, each.to * 4, 'pressure', now);
            else if (each.op === 'switch') {
              store.configure(
                readCacheOptions({ ...bounds, weigher: () => 0, policy: () => new LruPolicy() }).settings,
                now,
              );
            } else if (each.op === 'expire') {
              store.lifetimes.advance(now);
              store.removeExpired(now, { left: each.most });
            } else {
              const slot = store.findLive(each.key, now);
              if (each.op === 'touch' && slot !== NONE) {
                store.lifetimes.use(slot, now);
                store.use(slot);
              }
              if (each.op === 'remove' && slot !== NONE) store.remove(slot, 'deleted', now);
              if (each.op === 'put') {
                if (!store.room.couldHold(each.weight, slot)) continue;
                if (put(store, slot, each.key, each.weight, now, each.options) && slot === NONE) inserted++;
              }
            }
            checkInvariants(store, bounds);
            expect(inserted).toBe(store.size + left.length);
          }
          store.room.evictDownTo(0, 0, 'pressure', now);
          expect(store.size).toBe(store.guardedEntries);
          store.removeAll('cleared', now);
          checkInvariants(store, bounds);
          expect([store.size, store.weight, store.guardedWeight, store.lifetimes.size]).toEqual([0, 0, 0, 0]);
        }),
        { seed: 2, numRuns: 150 },
      );
    },
  );

  it('shows each entry as it leaves, while it is still there', () => {
    const { store, left } = storeOf({ maxEntries: 2 });
    for (const key of [1, 2, 3]) put(store, NONE, key, 0, 0);
    expect(left).toEqual([{ key: 1, cause: 'size' }]);
  });

  it('leaves no rounding error behind when it is empty', () => {
    const { store } = storeOf({ maxEntries: 9 });
    for (const [index, weight] of [0.1, 0.2, 0.3, 1e9 + 0.7].entries()) put(store, NONE, index, weight, 0);
    store.removeAll('deleted', 0);
    expect(store.weight).toBe(0);
  });

  it('evicts nothing for a newcomer that fits', () => {
    const { store, left } = storeOf({ maxBytes: 10 });
    put(store, NONE, 1, 4, 0);
    put(store, NONE, 2, 6, 0);
    put(store, NONE, 3, 0, 0);
    expect(left).toEqual([]);
    expect(store.weight).toBe(10);
  });
});

describe('EntryStore, in a few steps', () => {
  it('stores, finds, replaces and removes', () => {
    const watched = new WatchedStore({ maxEntries: 3 });
    const { store } = watched;
    for (const key of ['a', 'b', 'c', 'd']) expect(watched.put(key, { weight: 2 })).toBe(true);
    expect(watched.left).toEqual(['a:size']);
    watched.put('b', { weight: 5 });
    store.remove(store.findLive('c', 0), 'deleted', 0);
    expect(watched.left).toEqual(['a:size', 'b:replaced', 'c:deleted']);
    expect([store.size, store.weight, store.peakEntries, store.peakWeight]).toEqual([2, 7, 3, 9]);
    expect(store.findLive('c', 0)).toBe(NONE);
    store.removeAll('cleared', 0);
    expect(watched.left.slice(3).toSorted()).toEqual(['b:cleared', 'd:cleared']);
    expect([store.size, store.weight, store.peakEntries, store.peakWeight]).toEqual([0, 0, 3, 9]);
  });

  it('notes nothing where the same value is stored once more, unless it has to go', () => {
    const meter = { allowedBytes: Infinity, admits: () => true };
    const watched = new WatchedStore({ maxEntries: 2 }, meter);
    const value = {};
    watched.put('a', { value, weight: 4 });
    expect(watched.put('a', { value, weight: 6, cost: 3 })).toBe(true);
    expect([watched.left, watched.store.weight]).toEqual([[], 6]);
    meter.allowedBytes = 5;
    expect(watched.put('a', { value, weight: 6 })).toBe(false);
    expect([watched.left, watched.store.size, watched.slot('a')]).toEqual([['a:replaced'], 0, NONE]);
    meter.allowedBytes = 20;
    watched.put('b', { weight: 10 });
    meter.allowedBytes = 5;
    expect(watched.put('b', { weight: 10 })).toBe(false);
    expect(watched.left).toEqual(['a:replaced', 'b:replaced']);
  });

  it('evicts for the cause size where its own bounds are met, and for pressure where it is allowed less', () => {
    const meter = { allowedBytes: Infinity, admits: () => true };
    const watched = new WatchedStore({ maxEntries: 3, maxBytes: 20 }, meter);
    for (const key of ['a', 'b']) watched.put(key, { weight: 10 });
    expect(watched.put('c', { weight: 5 })).toBe(true);
    meter.allowedBytes = 15;
    expect(watched.put('d', { weight: 5 })).toBe(true);
    expect(watched.left).toEqual(['a:size', 'b:pressure']);
    meter.allowedBytes = 10;
    expect(watched.put('e', { weight: 10 })).toBe(true);
    expect(watched.left.slice(2)).toEqual(['c:pressure', 'd:pressure']);
    expect(watched.put('f', { weight: 11 })).toBe(false);
  });

  it('takes a protected entry that weighs just what is allowed', () => {
    const watched = new WatchedStore({ maxEntries: 2 }, { allowedBytes: 7, admits: () => true });
    expect(watched.put('a', { weight: 7, protected: true })).toBe(true);
    expect(watched.put('b', { weight: 1 })).toBe(false);
    expect(watched.put('c')).toBe(true);
  });

  it('knows for what there are bytes without an eviction', () => {
    const watched = new WatchedStore({ maxBytes: 10 });
    watched.put('a', { weight: 4 });
    expect([6, 7].map((weight) => watched.store.room.hasBytesFor(weight))).toEqual([true, false]);
  });

  it('knows for what there is room once all that may go has gone', () => {
    const watched = new WatchedStore({ maxEntries: 2, maxBytes: 10 });
    const { store } = watched;
    watched.put('a', { weight: 4, protected: true });
    watched.put('b', { weight: 6 });
    expect([6, 7].map((weight) => store.room.couldHold(weight, NONE))).toEqual([true, false]);
    expect([10, 11].map((weight) => store.room.couldHold(weight, watched.slot('a')))).toEqual([true, false]);
    watched.put('b', { weight: 6, protected: true });
    expect([store.room.couldHold(0, NONE), store.room.couldHold(0, watched.slot('a'))]).toEqual([false, true]);
    expect([store.guardedEntries, store.guardedWeight]).toEqual([2, 10]);
    store.remove(watched.slot('a'), 'deleted', 0);
    expect([store.guardedEntries, store.guardedWeight]).toEqual([1, 6]);
  });

  it('asks the policy nothing about protected entries, and never evicts them', () => {
    const told: string[] = [];
    class Watched extends LruPolicy {
      override offer(slot = NONE): void {
        told.push(`offer ${slot}`);
      }
      override touch(slots: Int32Array, count: number): void {
        told.push(`touch ${slots.subarray(0, count).join(' ')}`);
        super.touch(slots, count);
      }
    }
    const watched = new WatchedStore({ maxEntries: 4, policy: () => new Watched() });
    const { store } = watched;
    watched.put('a');
    watched.put('b', { protected: true });
    watched.put('c');
    for (const key of ['b', 'a', 'b', 'c', 'a']) store.use(watched.slot(key));
    store.settle();
    const [a, b, c] = ['a', 'b', 'c'].map((key) => watched.slot(key));
    expect(told.filter((each) => each.startsWith('offer'))).toEqual([`offer ${a}`, `offer ${c}`]);
    expect(told.filter((each) => each.startsWith('touch')).join(' ')).not.toContain(String(b));
    expect(store.room.evictDownTo(0, 0, 'pressure', 0)).toBe(false);
    expect(watched.left).toEqual(['c:pressure', 'a:pressure']);
    expect(watched.keys()).toEqual(['b']);
    expect(watched.counters.hits).toBe(5);
  });

  it('refuses a newcomer where the policy says so', () => {
    class Closed extends LruPolicy {
      override victim(candidate = NONE): number {
        return candidate === NONE ? super.victim() : candidate;
      }
    }
    const watched = new WatchedStore({ maxEntries: 1, policy: () => new Closed() });
    expect([watched.put('a'), watched.put('b'), watched.put('a')]).toEqual([true, false, true]);
    expect(watched.keys()).toEqual(['a']);
    watched.store.room.evictDownTo(0, 0, 'pressure', 0);
    expect(watched.put('b')).toBe(true);
  });

  it('leaves nothing of the lifetime of a newcomer that the policy refused', () => {
    class Closed extends LruPolicy {
      override victim(candidate = NONE): number {
        return candidate === NONE ? super.victim() : candidate;
      }
    }
    const watched = new WatchedStore({ maxEntries: 1, policy: () => new Closed() });
    watched.put('a');
    expect(watched.put('b', { ttl: 100, idleTtl: 50 })).toBe(false);
    expect(watched.store.isSteady).toBe(true);
    expect(watched.put('b', { ttl: 5_000, idleTtl: 50 })).toBe(false);
    watched.store.remove(watched.slot('a'), 'deleted', watched.now);
    watched.put('c');
    const { lifetimes } = watched.store;
    const slot = watched.slot('c');
    expect([lifetimes.size, lifetimes.deadline(slot), lifetimes.endsAt(slot), lifetimes.idleMs(slot)]).toEqual([0, Infinity, Infinity, Infinity]); // prettier-ignore
    watched.store.remove(slot, 'deleted', watched.now);
    watched.put('d');
    watched.now += 10_000;
    expect(watched.store.findLive('d', watched.now)).toBe(watched.slot('d'));
    expect([...watched.store.reader.describe(() => watched.now)]).toHaveLength(1);
  });

  it('evicts so many at the most when it is told to, and says whether there is more to do', () => {
    const watched = new WatchedStore({ maxEntries: 9 });
    for (const key of ['a', 'b', 'c', 'd', 'e']) watched.put(key, { weight: 2 });
    const { store } = watched;
    expect(store.room.evictDownTo(2, Infinity, 'pressure', 0, 2)).toBe(true);
    expect(watched.left).toEqual(['a:pressure', 'b:pressure']);
    expect(store.room.evictDownTo(2, Infinity, 'pressure', 0, 2)).toBe(false);
    expect(store.room.evictDownTo(Infinity, 2, 'pressure', 0, 1)).toBe(false);
    expect(watched.keys()).toEqual(['e']);
  });

  it('evicts what has expired before anything else', () => {
    const watched = new WatchedStore({ maxEntries: 2 });
    watched.put('a');
    watched.put('b', { ttl: 1_000 });
    watched.now += 3_000;
    watched.put('c');
    expect(watched.left).toEqual(['b:expired']);
    watched.put('d', { ttl: 1_000 });
    watched.now += 3_000;
    watched.put('c');
    expect(watched.left).toEqual(['b:expired', 'a:size', 'c:replaced']);
  });

  it('may be read as it stands until the first lifetime, and while that lasts unless it slides', () => {
    const watched = new WatchedStore({ maxEntries: 5 });
    const ready = (key: string): boolean => watched.store.isReady(watched.slot(key));
    watched.put('a');
    expect([watched.store.isSteady, ready('a')]).toEqual([true, true]);
    watched.put('b', { ttl: 100 });
    watched.now += 99;
    expect([watched.store.isSteady, ready('a'), ready('b')]).toEqual([false, true, true]);
    watched.now += 1;
    expect([ready('a'), ready('b')]).toEqual([true, false]);
    watched.put('c', { idleTtl: 100 });
    expect([ready('a'), ready('c')]).toEqual([false, false]);
    watched.store.clear();
    watched.put('a');
    expect([watched.store.isSteady, ready('a')]).toEqual([true, true]);
  });

  it('has to look closer where entries are renewed, and where the collector may take them', () => {
    const renewed = new WatchedStore({ maxEntries: 5, ttl: 100, grace: 50 });
    const weak = new WatchedStore({ maxEntries: 5, retention: 'weak' });
    for (const watched of [renewed, weak]) {
      watched.put('a');
      expect(watched.store.isReady(watched.slot('a'))).toBe(false);
      watched.store.clear();
      expect(watched.store.isPlain).toBe(watched === renewed);
    }
  });

  it('keeps a value beyond its ttl for as long as it may stand in, and no longer', () => {
    const watched = new WatchedStore({ maxEntries: 5, ttl: 100, grace: 50 });
    watched.put('a');
    watched.now += 149;
    expect(watched.store.liveValue(watched.slot('a'), watched.now)).toEqual({ key: 'a' });
    watched.now += 1;
    expect(watched.store.findLive('a', watched.now)).toBe(NONE);
    expect(watched.left).toEqual(['a:expired']);
  });

  it('is plain until an entry is more than a value, and again when it is cleared', () => {
    for (const options of [{ ttl: 5 }, { tags: ['t'] }, { priority: 'low' }, { protected: true }] as const) {
      const watched = new WatchedStore({ maxEntries: 5 });
      watched.put('a', { weight: 3, cost: 4 });
      expect(watched.store.isPlain).toBe(true);
      watched.put('b', options);
      watched.put('c');
      expect(watched.store.isPlain).toBe(false);
      expect(watched.store.clear()).toBe(3);
      expect(watched.store.isPlain).toBe(true);
    }
  });

  it('has forgotten all that it held once it is cleared', () => {
    const watched = new WatchedStore({ maxEntries: 5 });
    const { store } = watched;
    watched.put('a', { weight: 3, ttl: 100, tags: ['t'], protected: false });
    watched.put('b', { weight: 4, protected: true });
    store.clear();
    expect([store.size, store.weight, store.guardedEntries, store.guardedWeight]).toEqual([0, 0, 0, 0]);
    expect([store.lifetimes.size, store.tags.slotsOf('t'), watched.left]).toEqual([0, [], []]);
    watched.put('c');
    watched.now += 200;
    expect([store.findLive('a', watched.now), store.findLive('c', watched.now)]).toEqual([NONE, watched.slot('c')]);
    expect(store.tags.tagsOf(watched.slot('c'))).toEqual([]);
  });

  it('removes what was collected when it finds it, looks for it, or has to evict it', async () => {
    const watched = new WatchedStore({ maxEntries: 6, retention: 'weak' });
    const kept = {};
    for (const key of ['a', 'b', 'c', 'd', 'e']) watched.put(key, key === 'c' ? { value: kept } : {});
    watched.put('f', { protected: true });
    await collect();
    const { store } = watched;
    expect(store.findLive('b', 0)).toBe(NONE);
    expect(watched.left).toEqual(['b:collected']);
    store.removeCollected(watched.slot('d'), watched.slot('d') + 1, 0);
    expect(watched.left).toEqual(['b:collected', 'd:collected']);
    store.room.evictDownTo(2, Infinity, 'pressure', 0);
    expect(watched.left).toEqual(['b:collected', 'd:collected', 'a:collected', 'c:pressure']);
    store.removeCollected(0, 100, 0);
    expect(watched.left.slice(4)).toEqual(['e:collected']);
    expect(watched.keys()).toEqual(['f']);
  });

  it('looks for nothing collected where values are held strongly', () => {
    const watched = new WatchedStore({ maxEntries: 5 });
    for (const key of ['a', 'b']) watched.put(key);
    watched.store.remove(watched.slot('a'), 'deleted', 0);
    watched.store.removeCollected(0, 5, 0);
    expect(watched.left).toEqual(['a:deleted']);
  });

  it('keeps details where instances may come back, whatever was said of them', () => {
    const keeps = (['strong', 'soft', 'weak'] as const).map((retention) => {
      const watched = new WatchedStore({ maxEntries: 5, retention, details: false });
      watched.put('a');
      return watched.store.table.details.isKept;
    });
    expect(keeps).toEqual([false, true, true]);
  });

  it('counts what hits saved of the time that loaders took', () => {
    const watched = new WatchedStore({ maxEntries: 5 });
    watched.put('a', { cost: 7 });
    watched.put('b');
    for (const key of ['a', 'b', 'a']) expect(watched.store.use(watched.slot(key))).toEqual({ key });
    watched.store.settle();
    expect([watched.counters.hits, watched.counters.timeSavedMs]).toEqual([3, 14]);
  });

  it('leaves no rounding error of protected entries behind', () => {
    const watched = new WatchedStore({ maxEntries: 9 });
    for (const [index, weight] of [0.1, 0.2, 0.3, 1e9 + 0.7].entries()) {
      watched.put(String(index), { weight, protected: true });
    }
    watched.store.removeAll('deleted', 0);
    expect([watched.store.weight, watched.store.guardedWeight]).toEqual([0, 0]);
  });

  it('changes nothing where tags are one more than it can hold', () => {
    const { store, left } = storeOf({ maxEntries: 3 });
    const full = new Error('full');
    put(store, NONE, 1, 5, 0, { tags: ['x'] });
    put(store, NONE, 2, 5, 0);
    jest.spyOn(store.tags, 'mustHaveRoom').mockImplementation((tags) => {
      if (tags.length > 0) throw full;
    });
    for (const slot of [NONE, store.table.index.get(2)]) {
      expect(() => put(store, slot, 3, 7, 0, { tags: ['y'] })).toThrow(full);
    }
    expect([store.size, store.weight, left]).toEqual([2, 10, []]);
    checkInvariants(store, { maxEntries: 3 });
    expect(put(store, NONE, 3, 7, 0)).toBe(true);
  });
});
