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
});
