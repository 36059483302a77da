import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
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
            else if (each.op === 'trim') store.evictDownTo(each.to, each.to * 4, 'pressure', now);
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
                if (!store.hasRoomFor(each.weight, slot)) continue;
                if (put(store, slot, each.key, each.weight, now, each.options) && slot === NONE) inserted++;
              }
            }
            checkInvariants(store, bounds);
            expect(inserted).toBe(store.size + left.length);
          }
          store.evictDownTo(0, 0, 'pressure', now);
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
