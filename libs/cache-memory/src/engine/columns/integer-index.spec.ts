import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NONE } from '../eviction/eviction-policy.js';
import { IntegerIndex } from './integer-index.js';

const near = fc.integer({ min: -40, max: 40 });
const anywhere = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const spaced = fc.integer({ min: -(2 ** 12), max: 2 ** 12 - 1 }).map((number) => number * 2 ** 19);

describe('IntegerIndex', () => {
  it.each([
    ['near ones', near],
    ['any', anywhere],
    ['spaced ones', spaced],
    ['a mixture', fc.oneof(near, anywhere, spaced)],
  ])('finds what a Map finds through any additions and departures: %s', (_, key) => {
    const steps = fc.array(fc.tuple(key, fc.boolean()), { maxLength: 400, size: 'max' });
    fc.assert(
      fc.property(steps, fc.integer(), (steps, seed) => {
        const index = new IntegerIndex(seed);
        const reference = new Map<number, number>();
        for (const [slot, [key, isDeparture]] of steps.entries()) {
          if (reference.has(key)) {
            if (isDeparture) {
              index.delete(key);
              reference.delete(key);
            }
          } else {
            index.add(key, slot);
            reference.set(key, slot);
          }
        }
        expect(index.size).toBe(reference.size);
        const keys = steps.map(([key]) => key);
        expect(keys.map((key) => index.get(key))).toEqual(keys.map((key) => reference.get(key) ?? NONE));
        const marks = Uint8Array.from(steps, (_, slot) => slot % 3 && 1);
        index.deleteMarked(marks);
        for (const [key, slot] of reference) if (marks[slot] === 1) reference.delete(key);
        expect(index.size).toBe(reference.size);
        expect(keys.map((key) => index.get(key))).toEqual(keys.map((key) => reference.get(key) ?? NONE));
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it('keeps what it holds while it grows and shrinks again', () => {
    const index = new IntegerIndex();
    for (let key = 0; key < 10_000; key++) index.add(key * 7 - 30_000, key);
    for (let key = 0; key < 10_000; key += 3) index.delete(key * 7 - 30_000);
    const wrong = Array.from({ length: 10_000 }, (_, key) => key).filter(
      (key) => index.get(key * 7 - 30_000) !== (key % 3 === 0 ? NONE : key),
    );
    expect(wrong).toEqual([]);
  });

  it('takes zero and minus zero for one', () => {
    const index = new IntegerIndex();
    index.add(-0, 5);
    expect(index.get(0)).toBe(5);
    index.delete(0);
    expect(index.get(-0)).toBe(NONE);
  });
});
