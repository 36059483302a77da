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

  it('is nothing at the end of each row, and where no use is to come', () => {
    const indices = indicesOf(new Float64Array(CLASSES * ROW));
    expect(new Set(indices)).toEqual(new Set([-(2 ** 15)]));
    const some = indicesOf(new Float64Array(CLASSES * ROW).map((_, place) => (place >= ROW ? 0.1 : 0)));
    expect([some[0], some[ROW - 1], some[2 * ROW - 1]]).toEqual(Array(3).fill(-(2 ** 15)));
    expect(some[ROW]).toBeGreaterThan(some[0]!);
  });

  it('is the best ratio over all ages at which to give up', () => {
    const hazards = new Float64Array(CLASSES * ROW).map((_, place) => ((place * 7_919) % 97) / 200);
    hazards.copyWithin(3 * ROW, 2 * ROW, 3 * ROW); // two classes that are alike
    const indices = indicesOf(hazards);
    const places = [0, 1, 2, 3, CLASSES - 1].flatMap((row) => [0, 5, 20, 40].map((age) => [row * ROW, age] as const));
    for (const [row, age] of places) {
      let [best, time, uses, surviving] = [0, 0, 0, 1];
      for (let bucket = age; bucket < BUCKETS; bucket++) {
        time += surviving * (BUCKET_STARTS[bucket + 1]! - BUCKET_STARTS[bucket]!) * (1 - hazards[row + bucket]! / 2);
        uses += surviving * hazards[row + bucket]!;
        surviving *= 1 - hazards[row + bucket]!;
        best = Math.max(best, uses / time);
      }
      expect(Math.abs(indices[row + age]! - UNITS_PER_OCTAVE * Math.log2(best))).toBeLessThanOrEqual(1);
    }
  });
});
