import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { niceTicks } from './nice-ticks.js';

describe('ticks', () => {
  it('are round numbers within bounds', () => {
    expect(niceTicks(0, 24, 8)).toEqual([0, 5, 10, 15, 20]);
    expect(niceTicks(-0.3, 0.35, 5)).toEqual([-0.2, 0, 0.2]);
    expect(niceTicks(-24, 0, 8).map(Math.abs)).toEqual([20, 15, 10, 5, 0]);
    expect(niceTicks(5, 5, 5)).toEqual([5]);
  });

  it.each([
    [0.3, 0.1 + 0.2],
    [1e15, 1e15 + 0.125],
    [-1 - Number.EPSILON, -1],
    [0, Number.MIN_VALUE],
    [Number.MIN_VALUE, 2 * Number.MIN_VALUE],
  ])('are one where %p and %p lie too near for more', (min, max) => {
    expect(niceTicks(min, max, 5)).toEqual([min]);
  });

  it('are few, ascending, different and within bounds, whatever these are', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const nearby = fc
      .tuple(number, fc.integer({ min: 1, max: 2 ** 40 }))
      .map(([from, ulps]) => [from, from + ulps * Number.EPSILON * Math.abs(from)] as const);
    fc.assert(
      fc.property(fc.oneof(fc.tuple(number, number), nearby), fc.integer({ min: 5, max: 8 }), ([one, other], count) => {
        const [min, max] = [Math.min(one, other), Math.max(one, other)];
        const slack = Math.max(Math.abs(min), Math.abs(max)) * 1e-9;
        const ticks = niceTicks(min, max, count);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThan(2 * count);
        for (const [index, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(min - slack);
          expect(tick).toBeLessThanOrEqual(max + slack);
          if (index > 0) expect(tick).toBeGreaterThan(ticks[index - 1]!);
        }
      }),
    );
  });
});
