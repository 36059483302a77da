import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { warnOfFailures } from './warn-of-failures.js';

describe('warnOfFailures', () => {
  const emitted = jest.spyOn(process, 'emitWarning');

  beforeEach(() => {
    jest.useFakeTimers();
    emitted.mockReset().mockImplementation(() => {});
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('warns of a failure, and of further ones once a minute', () => {
    const warn = warnOfFailures('sweeping');
    for (const ms of [0, 59_999, 1]) {
      jest.advanceTimersByTime(ms);
      warn(new Error(`after ${ms} ms`));
    }
    expect(emitted.mock.calls).toEqual([
      ['sweeping failed: after 0 ms', 'CacheMemoryWarning'],
      ['sweeping failed: after 1 ms', 'CacheMemoryWarning'],
    ]);
  });

  it('describes what is thrown and no error', () => {
    warnOfFailures('sweeping')(Object.create(null));
    expect(emitted.mock.calls).toEqual([['sweeping failed: an object', 'CacheMemoryWarning']]);
  });
});
