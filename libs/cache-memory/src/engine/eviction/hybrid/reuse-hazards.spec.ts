import { describe, expect, it } from '@jest/globals';
import { bucketOf } from './age-buckets.js';
import { KeySample } from './key-sample.js';
import { pastOf, ROW_STARTS } from './reuse-class.js';
import { ReuseCounts } from './reuse-counts.js';
import { estimateHazards } from './reuse-hazards.js';

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
