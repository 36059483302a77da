import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { checkWeight } from './weigher.js';

describe('checkWeight', () => {
  it.each([0, 0.5, 7, 2 ** 60])('takes %p', (weight) => {
    expect(checkWeight(weight)).toBe(weight);
  });

  it.each([
    [-1, '-1'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    ['5', "'5'"],
    [undefined, 'undefined'],
  ])('refuses %p', (weight, found) => {
    const error = caught(() => checkWeight(weight));
    expect(error.code).toBe('INVALID_WEIGHT');
    expect(error.message).toBe(
      `weight: expected a finite number of bytes, at least 0, found ${found}; mend the weigher, or the 'weight' given with the value.`,
    );
  });
});
