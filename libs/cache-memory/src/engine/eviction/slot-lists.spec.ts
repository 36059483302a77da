import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NONE } from './eviction-policy.js';
import { SlotLists } from './slot-lists.js';

describe('SlotLists', () => {
  it('keeps its lists apart and in order, whatever happens', () => {
    const step = fc.record({
      op: fc.constantFrom('push', 'push', 'move', 'delete'),
      list: fc.nat(2),
      slot: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const lists = new SlotLists(3);
        const model: number[][] = [[], [], []];
        const isIn = (slot: number): boolean => model.some((list) => list.includes(slot));
        const leave = (slot: number): void => {
          for (const list of model) if (list.includes(slot)) list.splice(list.indexOf(slot), 1);
        };
        for (const { op, list, slot } of steps) {
          if (isIn(slot) === (op === 'push')) continue;
          if (op === 'delete') lists.delete(slot);
          else lists[op](list, slot);
          leave(slot);
          if (op !== 'delete') model[list]!.push(slot);
          for (let number = 0; number < model.length; number++) {
            const found: number[] = [];
            for (let at = lists.first(number); at !== NONE; at = lists.next(at)) found.push(at);
            expect(found).toEqual(model[number]);
          }
        }
      }),
      { seed: 3 },
    );
  });
});
