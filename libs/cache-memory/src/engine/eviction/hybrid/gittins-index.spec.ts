import { describe, expect, it } from '@jest/globals';
import { BUCKET_STARTS, BUCKETS, bucketOf } from './age-buckets.js';
import { writeGittinsIndices } from './gittins-index.js';
import { CLASSES, ROW } from './reuse-class.js';
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
