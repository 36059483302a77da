import { describe, expect, it } from '@jest/globals';
import { type EntryView, type EvictionPolicy, NONE } from './eviction-policy.js';
import { LruPolicy } from './lru.js';
import { PriorityOrder } from './priority-order.js';

const view: EntryView = { weight: () => 0, cost: () => 0, deadline: () => Infinity };

/** An order of slots whose rank is their number by ten. */
function orderOf(slots: readonly number[], createPolicy: () => EvictionPolicy = () => new LruPolicy()): PriorityOrder {
  const order = new PriorityOrder(createPolicy, view, (slot) => Math.floor(slot / 10));
  order.resize(30);
  for (const slot of slots) order.insert(slot);
  return order;
}

describe('PriorityOrder', () => {
  it('names all of a lower priority before any of a higher one, and the eldest first inside each', () => {
    const order = orderOf([25, 14, 3, 15, 2]);
    order.touch(14);
    const victims: number[] = [];
    for (let slot = order.victim(NONE); slot !== NONE; slot = order.victim(NONE)) {
      victims.push(slot);
      order.remove(slot);
    }
    expect(victims).toEqual([3, 2, 15, 14, 25]);
  });

  it('lets a newcomer push out its own priority and lower ones only', () => {
    expect(orderOf([25, 14]).victim(5)).toBe(NONE);
    expect(orderOf([25, 14]).victim(16)).toBe(14);
    expect(orderOf([25, 14]).victim(26)).toBe(14);
    expect(orderOf([25]).victim(16)).toBe(NONE);
    expect(orderOf([]).victim(NONE)).toBe(NONE);
  });

  it('shows a newcomer to the policy of its own priority alone, which may refuse it', () => {
    const shown: number[] = [];
    const refusing = (): EvictionPolicy => ({
      resize() {},
      insert() {},
      touch() {},
      remove() {},
      victim(candidate) {
        shown.push(candidate);
        return candidate;
      },
    });
    const order = orderOf([3, 14, 25], refusing);
    expect(order.victim(15)).toBe(15);
    expect(shown).toEqual([NONE, 15]);
  });

  it('makes a policy for each priority in use, as large as the others', () => {
    const capacities: number[][] = [];
    const order = new PriorityOrder(
      () => {
        const own: number[] = [];
        capacities.push(own);
        return {
          resize: (capacity) => void own.push(capacity),
          insert() {},
          touch() {},
          remove() {},
          victim: () => NONE,
        };
      },
      view,
      (slot) => slot % 3,
    );
    order.resize(10);
    order.insert(2);
    order.resize(20);
    order.insert(0);
    expect(capacities).toEqual([[10, 20], [20]]);
  });
});
