import { describe, expect, it } from '@jest/globals';
import { RandomStream } from './random-stream.js';

function words(stream: RandomStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.nextWord());
}

describe('RandomStream', () => {
  it('gives the published sequence of xoshiro128**', () => {
    expect(words(RandomStream.fromState([1, 2, 3, 4]), 6)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492,
    ]);
    expect(words(RandomStream.fromState([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0]), 4)).toEqual([
      0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70,
    ]);
  });

  it('repeats itself for the same seed and index, and for nothing else', () => {
    const of = (seed: number, index: number): string => words(RandomStream.of(seed, index), 4).join();
    expect(of(7, 3)).toBe(of(7, 3));
    const streams = [of(7, 3), of(7, 4), of(8, 3), of(3, 7), of(0, 0), of(4294967295, 99_999)];
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('is uniform: mean 1/2, variance 1/12', () => {
    const stream = RandomStream.of(1, 0);
    const { mean, variance } = moments(Array.from({ length: 100_000 }, () => stream.nextUniform()));
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('is normal along a stream and across streams: mean 0, variance 1, kurtosis 3', () => {
    const stream = RandomStream.of(1, 0);
    const along = Array.from({ length: 100_000 }, () => stream.nextNormal());
    const across = Array.from({ length: 100_000 }, (_, index) => RandomStream.of(1, index).nextNormal());
    for (const values of [along, across]) {
      const { mean, variance, kurtosis } = moments(values);
      expect(Math.abs(mean)).toBeLessThan(0.015);
      expect(Math.abs(variance - 1)).toBeLessThan(0.02);
      expect(Math.abs(kurtosis - 3)).toBeLessThan(0.1);
    }
  });
});

function moments(values: readonly number[]): { mean: number; variance: number; kurtosis: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const fourth = values.reduce((sum, value) => sum + (value - mean) ** 4, 0) / values.length;
  return { mean, variance, kurtosis: fourth / variance ** 2 };
}
