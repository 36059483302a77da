import { describe, expect, it } from '@jest/globals';
import { nearestNames } from './nearest-names.js';

describe('nearestNames', () => {
  it('suggests the closest name', () => {
    expect(nearestNames('Warfarine', ['caffeine', 'warfarin'])).toBe("did you mean 'warfarin'?");
  });

  it('lists what is known where nothing is close', () => {
    expect(nearestNames('x', ['caffeine', 'warfarin'])).toBe("known are 'caffeine', 'warfarin'");
    expect(nearestNames('x', [])).toBe('none is known');
  });

  it('is quick on a hostile name', () => {
    expect(nearestNames('a'.repeat(1_000_000), ['b'])).toContain("'b'");
  });
});
