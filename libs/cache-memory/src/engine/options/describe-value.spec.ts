import { describe, expect, it, jest } from '@jest/globals';
import { describeValue } from './describe-value.js';

describe('describeValue', () => {
  it.each([
    ['text', "'text'"],
    ['x'.repeat(81), `'${'x'.repeat(80)}…'`],
    [5, '5'],
    [-0, '0'],
    [NaN, 'NaN'],
    [12n, '12n'],
    [true, 'true'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('mark'), 'Symbol(mark)'],
    [[1, 2], 'an array of 2'],
    [{ secret: 1 }, 'an object'],
    [Object.create(null), 'an object'],
    [(): void => {}, 'a function'],
  ])('describes a value in a few words (%#)', (value, text) => {
    expect(describeValue(value)).toBe(text);
  });

  it("calls none of the value's own code", () => {
    const own = jest.fn(() => 'secret');
    expect(describeValue({ toString: own, toJSON: own, [Symbol.toPrimitive]: own })).toBe('an object');
    expect(own).not.toHaveBeenCalled();
  });
});
