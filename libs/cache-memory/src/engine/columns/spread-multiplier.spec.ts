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

  it.each([
    [0, (Math.sqrt(5) - 1) / 2],
    [0.5, Math.sqrt(2) - 1],
    [0.999, (Math.sqrt(13) - 3) / 2],
  ])('is near the share whose quotients are all alike where chance always says %p', (chance, ratio) => {
    const multiplier = spreadMultiplier(() => chance);
    expect(multiplier / 2 ** 32).toBeCloseTo(ratio, 4);
    expect(multiplier % 2).toBe(1);
  });

  it('mends what rounding took from what it draws', () => {
    const random = randomNumbers(11);
    const drawn = Array.from({ length: 20 }, () => spreadMultiplier(random));
    expect(drawn.filter((multiplier) => multiplier % 2 !== 1 || !isSpreading(multiplier))).toEqual([]);
  });

  it('hardly ever draws one twice', () => {
    const drawn = new Set(Array.from({ length: 100 }, () => spreadMultiplier()));
    expect(drawn.size).toBeGreaterThan(90);
  });

  it('takes multipliers for crowding whose multiples nearly repeat', () => {
    expect(isSpreading(1)).toBe(false);
    expect(isSpreading(2 ** 31 + 1)).toBe(false);
    expect(isSpreading(2 ** 31)).toBe(false);
    expect(isSpreading(2 ** 30)).toBe(false);
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
