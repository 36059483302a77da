import { describe, expect, it } from '@jest/globals';
import { Tally } from './column-summary.js';

function tallyOf(values: readonly number[]): Tally {
  const tally = new Tally();
  for (const value of values) tally.add(value);
  return tally;
}

/** A known sequence that looks like chance. */
const numbers = Array.from({ length: 5_000 }, (_, index) => ((index * 7_919) % 5_003) - 1_000.5);

describe('the summary of a column', () => {
  it('counts, and knows least, greatest, mean and deviation', () => {
    const tally = tallyOf([2, 4, 4, 4, 5, 5, 7, 9, Number.NaN, Infinity]);
    expect(tally).toMatchObject({ count: 8, notFinite: 2, min: 2, max: 9, mean: 5 });
    expect(tally.sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  it('answers quantiles within 1 %, of negative numbers and zero too', () => {
    const sorted = numbers.toSorted((one, other) => one - other);
    const tally = tallyOf(numbers);
    for (const q of [0, 0.05, 0.19, 0.25, 0.5, 0.75, 0.95, 1]) {
      const exact = sorted[Math.floor(q * (sorted.length - 1))]!;
      expect(Math.abs(tally.quantile(q) - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.01 + 1e-9);
    }
    expect(tallyOf([0, 0, 0]).quantile(0.5)).toBe(0);
  });

  it('is the same in parts, merged, as in one, through plain data too', () => {
    const whole = tallyOf(numbers);
    const merged = new Tally();
    for (let start = 0; start < numbers.length; start += 700) {
      const part = tallyOf(numbers.slice(start, start + 700));
      merged.merge(Tally.from(JSON.parse(JSON.stringify(part.toData()))));
    }
    merged.merge(new Tally());
    expect(merged.count).toBe(whole.count);
    expect(merged.mean).toBeCloseTo(whole.mean, 9);
    expect(merged.sd).toBeCloseTo(whole.sd, 9);
    for (const q of [0, 0.1, 0.5, 0.9, 1]) expect(merged.quantile(q)).toBe(whole.quantile(q));
  });

  it('that is not finite stays so as plain data, and is NaN where an earlier version has left null', () => {
    const data = JSON.parse(JSON.stringify(tallyOf([1e200, -1e200]).toData()));
    expect(Tally.from(data).sd).toBe(Infinity);
    expect(Tally.from({ ...data, squares: null }).sd).toBeNaN();
  });

  it('of nothing is NaN, and stays so as plain data', () => {
    const empty = Tally.from(JSON.parse(JSON.stringify(new Tally().toData())));
    expect([empty.count, empty.min, empty.mean, empty.sd, empty.quantile(0.5)]).toEqual([0, NaN, NaN, NaN, NaN]);
  });
});
