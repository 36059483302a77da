import { describe, expect, it } from '@jest/globals';
import { BUCKETS_PER_OCTAVE, bucketOf } from './age-buckets.js';
import { KeySample } from './key-sample.js';
import { pastOf, ROW_STARTS } from './reuse-class.js';
import { ReuseCounts } from './reuse-counts.js';
import { estimateHazards, FIRST_HAZARD } from './reuse-hazards.js';

const chancesOf = (counts: ReuseCounts): ((past: number, age: number) => number) => {
  const hazards = estimateHazards(counts, new KeySample(16, 16, counts), 0);
  return (past, age) => hazards[ROW_STARTS[past]! + bucketOf(age)]!;
};

describe('estimateHazards', () => {
  it('finds the chances behind what was seen, those that were lost sight of included', () => {
    const counts = new ReuseCounts();
    const past = pastOf(3, 2);
    for (let interval = 0; interval < 40_000; interval++) {
      if (interval % 4 === 0) counts.noteUse(past, 10);
      else if (interval % 2 === 0) counts.noteCensored(past, 100);
      else counts.noteUse(past, 1_000);
    }
    const chance = chancesOf(counts);
    expect(chance(past, 10)).toBeCloseTo(0.25, 1);
    expect(chance(past, 100)).toBeCloseTo(0, 1);
    expect(chance(past, 1_000)).toBeGreaterThan(0.98);
  });

  it('is a fifth in each octave for all where nothing was seen', () => {
    const hazards = estimateHazards(new ReuseCounts(), new KeySample(16, 16, new ReuseCounts()), 0);
    expect(FIRST_HAZARD * BUCKETS_PER_OCTAVE).toBeCloseTo(0.2, 9);
    for (const past of [pastOf(0, 0), pastOf(3, 2), pastOf(15, 8)]) {
      for (const age of [0, 10, 1_000]) expect(hazards[ROW_STARTS[past]! + bucketOf(age)]).toBeCloseTo(FIRST_HAZARD, 9);
    }
  });

  it('counts those that were lost sight of, and those that still wait, for half of the bucket in which they were last seen', () => {
    const counts = new ReuseCounts();
    const past = pastOf(3, 2);
    const sample = new KeySample(1_000, 1_000, counts);
    for (let interval = 0; interval < 1_000; interval++) {
      counts.noteUse(past, 10);
      counts.noteCensored(past, 10);
      counts.noteUse(past, 1_000);
      sample.use(interval, 0, past); // waits, at an age of 100
    }
    const hazards = estimateHazards(counts, sample, 100);
    const chance = (age: number): number => hazards[ROW_STARTS[past]! + bucketOf(age)]!;
    expect(chance(10)).toBeCloseTo(1_000 / (4_000 - 500), 3);
    expect(chance(100)).toBeCloseTo(0, 3);
    expect(chance(1_000)).toBeCloseTo(1, 2);
    expect(chance(5)).toBeCloseTo(0, 3);
  });

  it('knows of keys that only wait that they were not used up to now', () => {
    const sample = new KeySample(500, 500, new ReuseCounts());
    for (let key = 0; key < 500; key++) sample.use(key, 0, pastOf(1, 0));
    const hazards = estimateHazards(new ReuseCounts(), sample, 1_000);
    const chance = (past: number, age: number): number => hazards[ROW_STARTS[past]! + bucketOf(age)]!;
    for (const past of [pastOf(1, 0), pastOf(9, 4)]) {
      expect(chance(past, 100)).toBeLessThan(0.01);
      expect(chance(past, 100_000)).toBeCloseTo(FIRST_HAZARD, 6);
    }
  });

  it('never takes a use for certain', () => {
    const counts = new ReuseCounts();
    for (let interval = 0; interval < 20_000; interval++) counts.noteUse(pastOf(3, 2), 10);
    expect(chancesOf(counts)(pastOf(3, 2), 10)).toBe(0.999);
  });

  it('forgets what it was told by the one who asked before', () => {
    const counts = new ReuseCounts();
    for (let interval = 0; interval < 500; interval++) counts.noteUse(pastOf(3, 2), 10);
    chancesOf(counts);
    expect(chancesOf(new ReuseCounts())(pastOf(3, 2), 10)).toBeCloseTo(FIRST_HAZARD, 9);
  });

  it('lets a class of which nothing was seen lean on the others of its frequency', () => {
    const counts = new ReuseCounts();
    for (let interval = 0; interval < 10_000; interval++) counts.noteUse(pastOf(3, 2), 10);
    expect(chancesOf(counts)(pastOf(3, 5), 10)).toBeGreaterThan(0.9);
  });

  it('takes classes that differ no more than by chance for one', () => {
    const counts = new ReuseCounts();
    for (let interval = 0; interval < 3_000; interval++) {
      for (const [frequency, usesIn100] of [
        [1, 29],
        [3, 30],
        [7, 31],
      ] as const) {
        if (interval % 100 < usesIn100) counts.noteUse(pastOf(frequency, 2), 10);
        else counts.noteCensored(pastOf(frequency, 2), 1_000);
      }
    }
    counts.fade(0.1);
    const chance = chancesOf(counts);
    expect(Math.abs(chance(pastOf(1, 2), 10) - chance(pastOf(7, 2), 10))).toBeLessThan(0.002);
  });

  it('tells classes apart that differ', () => {
    const counts = new ReuseCounts();
    for (let interval = 0; interval < 1_000; interval++) {
      counts.noteUse(pastOf(7, 2), 10);
      counts.noteCensored(pastOf(1, 2), 1_000);
    }
    const chance = chancesOf(counts);
    expect(chance(pastOf(7, 2), 10)).toBeGreaterThan(0.9);
    expect(chance(pastOf(1, 2), 10)).toBeLessThan(0.1);
  });
});
