import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { parseDuration } from './duration.js';

describe('parseDuration', () => {
  it.each([
    [1, 1],
    [0.5, 0.5],
    ['1ms', 1],
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['1.25h', 4_500_000],
    ['10m', 600_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    [' 30 s ', 30_000],
  ])('reads %p as %p milliseconds', (duration, ms) => {
    expect(parseDuration(duration, 'ttl')).toBe(ms);
  });

  it.each([
    [0, '0'],
    [-1, '-1'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [null, 'null'],
    [undefined, 'undefined'],
    [true, 'true'],
    [10n, '10n'],
    [{}, 'an object'],
    ['', "''"],
    ['0s', "'0s'"],
    ['-5s', "'-5s'"],
    ['30', "'30'"],
    ['s', "'s'"],
    ['1e3s', "'1e3s'"],
    ['1h30m', "'1h30m'"],
    ['5 parsecs', "'5 parsecs'"],
    [`${'9'.repeat(400)}d`, `'${'9'.repeat(80)}…'`],
  ])('refuses %p and says what it found', (duration, found) => {
    const error = caught(() => parseDuration(duration, 'cache options.ttl'));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.problem).toEqual({
      subject: 'cache options.ttl',
      expected: "milliseconds above 0, or a text such as '500ms', '30s', '10m', '1h', '7d' or '2w'",
      found,
      remedy: 'write a positive duration, or leave cache options.ttl out',
    });
  });
});
