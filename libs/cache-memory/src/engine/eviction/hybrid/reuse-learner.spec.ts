import { describe, expect, it } from '@jest/globals';
import { bucketOf } from './age-buckets.js';
import { pastOf, ROW_STARTS } from './reuse-class.js';
import { FIRST_INDICES, ReuseLearner } from './reuse-learner.js';

const PAST = pastOf(1, 0);

/** A learner that was shown a loop of so many keys, and the time at which it ended. */
function afterLoop(keys: number, requests: number): { learner: ReuseLearner; now: number } {
  const learner = new ReuseLearner(50, 0);
  for (let now = 1; now <= requests; now++) {
    learner.learn(now);
    learner.use(now % keys, now, PAST);
  }
  return { learner, now: requests };
}

describe('ReuseLearner', () => {
  it('takes the youngest for the most worthy before it has learned anything', () => {
    const { indices } = new ReuseLearner(50, 0);
    expect(indices).toEqual(FIRST_INDICES);
    expect(indices[bucketOf(10)]).toBeGreaterThan(indices[bucketOf(1_000)]!);
  });

  it('learns from a loop that those are worth most whose turn comes next', () => {
    const { indices } = afterLoop(200, 20_000).learner;
    const index = (age: number): number => indices[ROW_STARTS[PAST]! + bucketOf(age)]!;
    expect(index(190)).toBeGreaterThan(index(100));
    expect(index(100)).toBeGreaterThan(index(10));
  });

  it('knows the gap of a key that is not there, in a small cache', () => {
    const { learner, now } = afterLoop(200, 1_000);
    expect(learner.gap(990 % 200, now)).toBe(10);
    expect(learner.gap(12_345, now)).toBe(-1);
  });

  it('goes on with what it knows for another number of entries', () => {
    const { learner, now } = afterLoop(200, 20_000);
    const before = Int16Array.from(learner.indices);
    learner.fit(55);
    expect(learner.indices).toEqual(before);
    expect(learner.gap(now % 200, now)).toBe(0);
  });

  it('samples a part of the keys of a large cache only', () => {
    const learner = new ReuseLearner(100_000, 0);
    let sampled = 0;
    for (let hash = 0; hash < 100_000; hash++) if (learner.samples(Math.imul(hash, 0x85eb_ca6b))) sampled++;
    expect(sampled).toBeGreaterThan(100);
    expect(sampled).toBeLessThan(5_000);
    expect(learner.gap(1, 1)).toBe(-1);
  });
});
