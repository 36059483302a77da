import { describe, expect, it } from '@jest/globals';
import { randomNumbers } from '../../../test/random-numbers.js';
import { isSpreading, spreadMultiplier } from './spread-multiplier.js';

describe('spreadMultiplier', () => {
  it('puts consecutive keys into places of a table that is filled to the most so that none is crowded', () => {
    const random = randomNumbers(7);
    for (let draw = 0; draw < 200; draw++) {
      const multiplier = spreadMultiplier(random);
      expect(multiplier % 2).toBe(1);
      expect(isSpreading(multiplier)).toBe(true);
      for (const bits of [10, 14]) {
        const first = Math.floor(random() * 2 ** 31);
        expect(crowd(multiplier, first, bits)).toBeLessThanOrEqual(4);
      }
    }
  });

  it('hardly ever draws one twice', () => {
    const drawn = new Set(Array.from({ length: 100 }, () => spreadMultiplier()));
    expect(drawn.size).toBeGreaterThan(90);
  });

  it('takes multipliers for crowding whose multiples nearly repeat', () => {
    expect(isSpreading(1)).toBe(false);
    expect(isSpreading(2 ** 31 + 1)).toBe(false);
  });
});

/** The most keys of a run that fills 0.7 of so many places which share one of them. */
function crowd(multiplier: number, first: number, bits: number): number {
  const counts = new Uint32Array(2 ** bits);
  for (let key = first; key < first + 0.7 * 2 ** bits; key++) counts[Math.imul(key, multiplier) >>> (32 - bits)]!++;
  return Math.max(...counts);
}
