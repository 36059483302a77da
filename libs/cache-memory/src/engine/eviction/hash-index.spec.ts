import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NONE } from './eviction-policy.js';
import { HashIndex } from './hash-index.js';

describe('HashIndex', () => {
  it('answers like a map, whatever happens', () => {
    const hash = fc.oneof(fc.nat(40), fc.integer(), fc.constantFrom(NONE, 0, 2 ** 31, 2 ** 32 - 1));
    const step = fc.tuple(fc.constantFrom('set', 'set', 'delete'), hash, fc.nat(1_000));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const index = new HashIndex();
        const model = new Map<number, number>();
        for (const [op, key, slot] of steps) {
          if (op === 'set') {
            index.set(key, slot);
            model.set(key | 0, slot);
          } else {
            index.delete(key);
            model.delete(key | 0);
          }
          for (const [, other] of steps) expect(index.get(other)).toBe(model.get(other | 0) ?? NONE);
        }
      }),
      { seed: 3, numRuns: 50 },
    );
  });
});
