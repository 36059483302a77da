import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NONE } from './eviction-policy.js';
import { SlotHeap } from './slot-heap.js';

describe('SlotHeap', () => {
  it('names the least, whatever comes, sinks and goes', () => {
    const step = fc.tuple(fc.constantFrom('push', 'push', 'sink', 'delete'), fc.nat(60), fc.nat(20));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 250 }), (steps) => {
        const ranks = new Map<number, number>();
        const heap = new SlotHeap((slot, other) => ranks.get(slot)! < ranks.get(other)!);
        for (const [op, slot, rank] of steps) {
          expect(heap.has(slot)).toBe(ranks.has(slot));
          if (op === 'push' && !ranks.has(slot)) {
            ranks.set(slot, rank);
            heap.push(slot);
          } else if (op === 'sink' && ranks.has(slot)) {
            ranks.set(slot, ranks.get(slot)! + rank);
            heap.sink(slot);
          } else if (op === 'delete' && ranks.has(slot)) {
            heap.delete(slot);
            ranks.delete(slot);
          }
          const first = heap.first();
          if (ranks.size === 0) expect(first).toBe(NONE);
          else expect(ranks.get(first)).toBe(Math.min(...ranks.values()));
        }
      }),
      { seed: 3 },
    );
  });

  it('gives out many in their order, wherever they stand', () => {
    const ranks = Array.from({ length: 100 }, (_, slot) => (slot * 37) % 101);
    const heap = new SlotHeap((slot, other) => ranks[slot]! < ranks[other]!);
    for (let slot = 99; slot >= 0; slot--) heap.push(slot);
    const out: number[] = [];
    for (let slot = heap.first(); slot !== NONE; slot = heap.first()) {
      out.push(ranks[slot]!);
      heap.delete(slot);
      expect(heap.has(slot)).toBe(false);
    }
    expect(out).toEqual(ranks.toSorted((one, other) => one - other));
  });

  it('moves up what takes the place of one that left from among later ones', () => {
    const ranks = [0, 10, 1, 11, 12, 2, 3]; // 11 and 12 stand under 10, 2 and 3 under 1
    const heap = new SlotHeap((slot, other) => ranks[slot]! < ranks[other]!);
    for (const slot of ranks.keys()) heap.push(slot);
    heap.delete(3);
    const out: number[] = [];
    for (let slot = heap.first(); slot !== NONE; slot = heap.first()) {
      out.push(ranks[slot]!);
      heap.delete(slot);
    }
    expect(out).toEqual([0, 1, 2, 3, 10, 12]);
  });
});
