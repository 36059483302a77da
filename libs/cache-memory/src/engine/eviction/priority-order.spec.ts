import { describe, expect, it } from '@jest/globals';
import { type EntryView, type EvictionPolicy, NONE } from './eviction-policy.js';
import { LruPolicy } from './lru.js';
import { PriorityOrder } from './priority-order.js';

const view: EntryView = { weight: (slot) => slot, cost: () => 0, deadline: () => Infinity, hash: (slot) => slot };

/** An order of slots whose rank is their number by ten. */
function orderOf(slots: readonly number[], createPolicy: () => EvictionPolicy = () => new LruPolicy()): PriorityOrder {
  const order = new PriorityOrder(createPolicy, view, (slot) => Math.floor(slot / 10));
  for (const slot of slots) order.insert(slot);
  return order;
}

/** A policy that writes down what it is told and always answers the candidate. */
function noting(notes: unknown[]): EvictionPolicy {
  return {
    offer: (slot) => void notes.push(['offer', slot]),
    insert: (slot) => void notes.push(['insert', slot]),
    touch: (slots, count) => void notes.push(['touch', ...slots.slice(0, count)]),
    remove: (slot) => void notes.push(['remove', slot]),
    victim(candidate) {
      notes.push(['victim', candidate]);
      return candidate;
    },
  };
}

function victimOf(order: PriorityOrder, candidate: number): number {
  order.offer(candidate);
  return order.victim(candidate);
}

describe('PriorityOrder', () => {
  it('names all of a lower priority before any of a higher one, and the eldest first inside each', () => {
    const order = orderOf([25, 14, 3, 15, 2]);
    order.touch(Int32Array.of(14), 1);
    const victims: number[] = [];
    for (let slot = order.victim(NONE); slot !== NONE; slot = order.victim(NONE)) {
      victims.push(slot);
      order.remove(slot);
    }
    expect(victims).toEqual([3, 2, 15, 14, 25]);
  });

  it('lets a newcomer push out its own priority and lower ones only', () => {
    expect(victimOf(orderOf([25, 14]), 5)).toBe(NONE);
    expect(victimOf(orderOf([25, 14]), 16)).toBe(14);
    expect(victimOf(orderOf([25, 14]), 26)).toBe(14);
    expect(victimOf(orderOf([25]), 16)).toBe(NONE);
    expect(orderOf([]).victim(NONE)).toBe(NONE);
  });

  it('knows how much may be evicted for a newcomer', () => {
    const order = orderOf([2, 3, 14, 25]);
    expect([5, 16, 26].map((candidate) => order.evictableWeight(candidate))).toEqual([5, 19, 44]);
    order.remove(3);
    expect([5, 16, 26].map((candidate) => order.evictableWeight(candidate))).toEqual([2, 16, 41]);
    expect(orderOf([]).evictableWeight(26)).toBe(0);
  });

  it('offers a newcomer to the policy of its own priority alone, which may refuse it', () => {
    const notes: unknown[] = [];
    const order = orderOf([14, 25], () => noting(notes));
    notes.length = 0;
    expect(victimOf(order, 15)).toBe(15);
    expect(notes).toEqual([
      ['offer', 15],
      ['victim', 15],
    ]);
  });

  it('lets no policy refuse a newcomer for which a lower priority has made room', () => {
    const notes: unknown[] = [];
    const order = new PriorityOrder(
      () => (notes.length === 0 ? new LruPolicy() : noting(notes)),
      view,
      (slot) => Math.floor(slot / 10),
    );
    order.insert(3);
    notes.push('normal ones');
    order.insert(14);
    expect(victimOf(order, 15)).toBe(3);
    order.remove(3);
    notes.length = 0;
    expect(order.victim(15)).toBe(NONE);
    expect(victimOf(order, 16)).toBe(16);
    expect(notes).toEqual([
      ['victim', NONE],
      ['offer', 16],
      ['victim', 16],
    ]);
  });

  it('hands a batch on as it is while one priority is in use, and to each class its own otherwise', () => {
    const notes: unknown[] = [];
    const batches: Int32Array[] = [];
    const order = orderOf([12, 13], () => ({
      ...noting(notes),
      touch(slots, count) {
        batches.push(slots);
        notes.push(Array.from(slots.subarray(0, count)));
      },
    }));
    const batch = Int32Array.of(13, 12, 13, 1, 11);
    order.touch(batch, 0);
    notes.length = 0;
    order.touch(batch, 3);
    expect(notes).toEqual([[13, 12, 13]]);
    expect(batches).toEqual([batch]);
    for (const slot of [1, 11]) order.insert(slot);
    notes.length = 0;
    order.touch(batch, 5);
    expect(notes).toEqual([[1], [13, 12, 13, 11]]);
    order.remove(1);
    batches.length = 0;
    order.touch(batch, 3);
    expect(batches).toEqual([batch]);
  });
});
