import { describe, expect, it } from '@jest/globals';
import { randomNumbers } from '../../../test/random-numbers.js';
import { isSpreading, spreadMultiplier } from './spread-multiplier.js';

describe('spreadMultiplier', () => {
  it('puts consecutive keys into places of a table that is filled to the most so that none is crowded', () => {
    const random = randomNumbers(7);
    const wrong: number[] = [];
    for (let draw = 0; draw < 200; draw++) {
      const multiplier = spreadMultiplier(random);
      const firstKeys = [10, 14].map((bits) => [bits, Math.floor(random() * 2 ** 31)] as const);
      const isCrowding = firstKeys.some(([bits, first]) => crowd(multiplier, first, bits) > 4);
      if (multiplier % 2 !== 1 || !isSpreading(multiplier) || isCrowding) wrong.push(multiplier);
    }
    expect(wrong).toEqual([]);
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

const { imul } = Math; // looked up once: the sandbox of the tests makes each look-up of a global dear

/** The most keys of a run that fills 0.7 of so many places which share one of them. */
function crowd(multiplier: number, first: number, bits: number): number {
  const counts = new Uint8Array(2 ** bits);
  const end = first + 0.7 * 2 ** bits;
  let most = 0;
  for (let key = first; key < end; key++) {
    const count = ++counts[imul(key, multiplier) >>> (32 - bits)]!;
    if (count > most) most = count;
  }
  return most;
}
