import { describe, expect, it } from '@jest/globals';
import { parseInterval } from './interval.js';

describe('parseInterval', () => {
  it('reads a duration that a timer can wait', () => {
    expect(parseInterval('24d', 'a')).toBe(24 * 86_400_000);
    expect(parseInterval(2 ** 31 - 1, 'a')).toBe(2 ** 31 - 1);
  });

  it.each([['25d'], [2 ** 31], [0], ['soon']])('refuses %p', (interval) => {
    expect(() => parseInterval(interval, 'a')).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
