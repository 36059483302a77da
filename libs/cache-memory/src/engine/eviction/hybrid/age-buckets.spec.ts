import { describe, expect, it } from '@jest/globals';
import { BUCKET_STARTS, bucketOf, BUCKETS, MOST_AGE } from './age-buckets.js';

describe('bucketOf', () => {
  it('puts each age between the start of its bucket and that of the next', () => {
    for (const age of [0, 1, 2, 3, 4, 5, 7, 8, 100, 1_023, 1_024, 99_999, MOST_AGE]) {
      const bucket = bucketOf(age);
      expect(BUCKET_STARTS[bucket]).toBeLessThanOrEqual(age);
      expect(BUCKET_STARTS[bucket + 1]).toBeGreaterThan(age);
    }
  });

  it('has a bucket for the oldest age, its last one', () => {
    expect(bucketOf(MOST_AGE)).toBe(BUCKETS - 1);
  });
});
