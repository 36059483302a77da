import { describe, expect, it } from '@jest/globals';
import { disposalTimedOut } from './disposal-problems.js';

describe('the error of a disposal that took too long', () => {
  it('says whose it was, how long it might have taken and what to do', () => {
    const { code, message } = disposalTimedOut('a', 5_000);
    expect(code).toBe('DISPOSAL_TIMEOUT');
    expect(message).toBe(
      "disposal of 'a': expected an end within 5000 ms, found none; mend the disposer or raise drainTimeout; nobody waits for it any more.",
    );
  });
});
