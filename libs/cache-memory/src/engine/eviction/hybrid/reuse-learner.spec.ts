import { describe, expect, it, jest } from '@jest/globals';
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

  it('has learned from a short loop by then', () => {
    const { indices } = afterLoop(60, 2_500).learner;
    const index = (age: number): number => indices[ROW_STARTS[PAST]! + bucketOf(age)]!;
    expect(index(47)).toBeGreaterThan(index(20));
    expect(index(20)).toBeGreaterThan(index(200));
  });

  it.each([
    [50, 2_000, 5_000],
    [400_000, 200_000, 4_000_000],
  ])(
    'waits longer for each further lesson, in a cache of %p entries up to %p accesses',
    (entries, longest, halfLife) => {
      const learner = new ReuseLearner(entries, 7);
      const fade = jest.spyOn(learner.counts, 'fade').mockImplementation(() => {});
      let wait = 100;
      let now = 7;
      for (let lesson = 1; lesson <= 22; lesson++) {
        now += Math.floor(wait);
        learner.learn(now - 1);
        expect(fade).toHaveBeenCalledTimes(lesson - 1);
        learner.learn(now);
        expect(fade).toHaveBeenCalledTimes(lesson);
        expect(fade.mock.lastCall![0]).toBeCloseTo(0.5 ** (wait / halfLife), 9);
        wait = Math.min(longest, 1.5 * wait);
      }
      expect(wait).toBe(longest);
    },
  );

  it('forgets for the whole time since the lesson before, however late the next one comes', () => {
    const learner = new ReuseLearner(50, 0);
    const fade = jest.spyOn(learner.counts, 'fade');
    learner.learn(2_600);
    expect(fade.mock.lastCall![0]).toBeCloseTo(0.5 ** (2_600 / 5_000), 9);
  });

  it('goes on across the wrapping of the clock', () => {
    const learner = new ReuseLearner(50, 2 ** 31 - 50);
    const fade = jest.spyOn(learner.counts, 'fade');
    learner.learn(2 ** 31 - 1);
    expect(fade).not.toHaveBeenCalled();
    learner.learn(-(2 ** 31) + 50);
    expect(fade).toHaveBeenCalledTimes(1);
  });

  it('keeps the keys that it knows where there are to be more or fewer entries', () => {
    for (const entries of [20, 60]) {
      const learner = new ReuseLearner(50, 0);
      for (let now = 1; now <= 100; now++) learner.use(now, now, PAST);
      learner.fit(entries);
      expect([learner.gap(100, 110), learner.gap(1, 110), learner.gap(777, 110)]).toEqual([10, 109, -1]);
    }
  });

  it.each([
    [1_279, 0.05],
    [1_280, 0.4],
  ])('takes a sample for %p entries that is not larger than they are: %p of the keys', (entries, share) => {
    const learner = new ReuseLearner(entries, 0);
    let sampled = 0;
    for (let hash = 0; hash < 10_000; hash++) if (learner.samples(Math.imul(hash, 0x85eb_ca6b))) sampled++;
    expect(Math.abs(sampled / 10_000 - share)).toBeLessThan(0.03);
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
