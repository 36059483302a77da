import { describe, expect, it } from '@jest/globals';
import { attempt } from './attempt.js';
import type { GovernorFailure } from './governor-parts.js';

describe('attempt', () => {
  const failures: GovernorFailure[] = [];

  it('answers what was done', () => {
    expect([attempt(() => 7, 0, failures, 'region failed', 'a'), failures]).toEqual([7, []]);
  });

  it('answers something else where that throws, and notes it', () => {
    const error = new Error('a policy of its own');
    const fail = (): number => {
      throw error;
    };
    expect(attempt(fail, 0, failures, 'region failed', 'a')).toBe(0);
    expect(failures).toEqual([{ kind: 'region failed', of: 'a', error }]);
  });
});
