import { describe, expect, it } from '@jest/globals';
import { BUCKET_STARTS, BUCKETS, bucketOf } from './age-buckets.js';
import { writeGittinsIndices } from './gittins-index.js';
import { KeySample } from './key-sample.js';
import { CLASSES, pastOf, ROW, ROW_STARTS } from './reuse-class.js';
import { ReuseCounts } from './reuse-counts.js';
import { estimateHazards } from './reuse-hazards.js';
import { UNITS_PER_OCTAVE } from './worth.js';

const indicesOf = (hazards: Float64Array): Int16Array => {
  const indices = new Int16Array(CLASSES * ROW);
  writeGittinsIndices(hazards, indices);
  return indices;
};

describe('writeGittinsIndices', () => {
  it('falls with age where the chances are even in each bucket', () => {
    const indices = indicesOf(new Float64Array(CLASSES * ROW).fill(0.1));
    for (let bucket = 3; bucket < BUCKETS; bucket++) expect(indices[bucket]).toBeLessThanOrEqual(indices[bucket - 1]!);
  });

  it('rises up to the age at which all are used, and falls to nothing behind it', () => {
    const peak = bucketOf(1_000);
    const indices = indicesOf(new Float64Array(CLASSES * ROW).map((_, place) => (place % ROW === peak ? 0.9 : 0)));
    for (let bucket = 1; bucket <= peak; bucket++) expect(indices[bucket]).toBeGreaterThan(indices[bucket - 1]!);
    expect(indices[peak + 1]).toBe(-(2 ** 15));
  });

  it('is the best ratio over all ages at which to give up', () => {
    const hazards = new Float64Array(CLASSES * ROW).map((_, place) => ((place * 7_919) % 97) / 200);
    const indices = indicesOf(hazards);
    for (const age of [0, 5, 20, 40]) {
      let [best, time, uses, surviving] = [0, 0, 0, 1];
      for (let bucket = age; bucket < BUCKETS; bucket++) {
        time += surviving * (BUCKET_STARTS[bucket + 1]! - BUCKET_STARTS[bucket]!) * (1 - hazards[bucket]! / 2);
        uses += surviving * hazards[bucket]!;
        surviving *= 1 - hazards[bucket]!;
        best = Math.max(best, uses / time);
      }
      expect(Math.abs(indices[age]! - UNITS_PER_OCTAVE * Math.log2(best))).toBeLessThanOrEqual(1);
    }
  });
});

describe('estimateHazards', () => {
  it('finds the chances behind what was seen, those that were lost sight of included', () => {
    const counts = new ReuseCounts();
    const past = pastOf(3, 2);
    for (let interval = 0; interval < 40_000; interval++) {
      if (interval % 4 === 0) counts.noteUse(past, 10);
      else if (interval % 2 === 0) counts.noteCensored(past, 100);
      else counts.noteUse(past, 1_000);
    }
    const hazards = estimateHazards(counts, new KeySample(16, 16, counts), 0);
    const chance = (age: number): number => hazards[ROW_STARTS[past]! + bucketOf(age)]!;
    expect(chance(10)).toBeCloseTo(0.25, 1);
    expect(chance(100)).toBeCloseTo(0, 1);
    expect(chance(1_000)).toBeGreaterThan(0.98);
  });

  it('lets a class of which nothing was seen lean on the others of its frequency', () => {
    const counts = new ReuseCounts();
    for (let interval = 0; interval < 10_000; interval++) counts.noteUse(pastOf(3, 2), 10);
    const hazards = estimateHazards(counts, new KeySample(16, 16, counts), 0);
    expect(hazards[ROW_STARTS[pastOf(3, 5)]! + bucketOf(10)]).toBeGreaterThan(0.9);
  });
});
