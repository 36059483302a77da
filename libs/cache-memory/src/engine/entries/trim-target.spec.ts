import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { readTrimTarget } from './trim-target.js';

describe('readTrimTarget', () => {
  it.each([
    [0, { bytes: 0, entries: Infinity }],
    [10, { bytes: 10, entries: Infinity }],
    ['1KB', { bytes: 1024, entries: Infinity }],
    [{ bytes: '1KB' }, { bytes: 1024, entries: Infinity }],
    [{ bytes: 0 }, { bytes: 0, entries: Infinity }],
    [{ entries: 0 }, { bytes: Infinity, entries: 0 }],
    [
      { entries: 3, bytes: 5 },
      { bytes: 5, entries: 3 },
    ],
    [
      { entries: undefined, bytes: 5 },
      { bytes: 5, entries: Infinity },
    ],
  ])('reads %p', (target, bounds) => {
    expect(readTrimTarget(target as never)).toEqual(bounds);
  });

  it.each([-1, NaN, Infinity, 'all', null, undefined, true, [], { bytes: -1 }, { entries: -1 }, { entries: 0.5 }])(
    'refuses %p',
    (target) => {
      expect(caught(() => readTrimTarget(target as never)).code).toBe('INVALID_OPTION');
    },
  );

  it.each([
    [-1, 'trim target: expected'],
    [null, 'trim target: expected'],
    [{ bytes: -1 }, 'trim target.bytes: expected'],
    [{ entries: -1 }, 'trim target.entries: expected a whole number of at least 0, found -1'],
  ])('says of %p what is wrong', (target, message) => {
    expect(caught(() => readTrimTarget(target as never)).message).toContain(message);
  });

  it('refuses a name that it does not know rather than trim nothing', () => {
    const error = caught(() => readTrimTarget({ entires: 3 } as never));
    expect(error.code).toBe('UNKNOWN_OPTION');
    expect(error.problem.remedy).toBe("did you mean 'entries'?");
  });
});
