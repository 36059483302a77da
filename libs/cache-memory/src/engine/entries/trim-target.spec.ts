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

  it('refuses a name that it does not know rather than trim nothing', () => {
    const error = caught(() => readTrimTarget({ entires: 3 } as never));
    expect(error.code).toBe('UNKNOWN_OPTION');
    expect(error.problem.remedy).toBe("did you mean 'entries'?");
  });
});
