import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sortByNumber } from './radix-sort.js';

/** The slots of these numbers, sorted, by their place. */
function sorted(numbers: readonly number[]): number[] {
  const slots = Int32Array.from(numbers.keys());
  sortByNumber(slots, numbers.length, Int32Array.from(numbers), Math.min(...numbers), Math.max(...numbers));
  return [...slots];
}

const byNumber = (numbers: readonly number[]): number[] =>
  [...numbers.keys()].sort((slot, other) => numbers[slot]! - numbers[other]!);

describe('sortByNumber', () => {
  it('puts slots in the order of their numbers, whatever these are', () => {
    const anyNumber = fc.oneof(fc.integer(), fc.nat(300), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1));
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 300 }), (numbers) => {
        expect(sorted(numbers)).toEqual(byNumber(numbers));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it.each([4_095, 4_096, 4_097])('puts %p slots in order, with digits of any length', (count) => {
    const numbers = Array.from({ length: count }, (_, slot) => Math.imul(slot, 0x9e37_79b1) >> (slot % 3));
    expect(sorted(numbers)).toEqual(byNumber(numbers));
  });

  it('leaves slots with the same number in the order in which they came', () => {
    expect(sorted([7, 3, 7, 3, 7])).toEqual([1, 3, 0, 2, 4]);
  });

  it('leaves what stands behind those it is to sort', () => {
    const slots = Int32Array.of(2, 1, 0, 9);
    sortByNumber(slots, 3, Int32Array.of(10, 20, 30), 10, 30);
    expect([...slots]).toEqual([0, 1, 2, 9]);
  });
});
