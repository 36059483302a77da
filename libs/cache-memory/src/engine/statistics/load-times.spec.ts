import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOAD_TIME_BOUNDS_MS, LoadTimes, loadTimeQuantile } from './load-times.js';

describe('load times', () => {
  it('fall into the bucket whose bound they do not exceed', () => {
    const times = new LoadTimes();
    for (const ms of [0, 1, 1.01, 60_000, 60_001]) times.note(ms);
    expect(times.counts.slice(0, 2)).toEqual([2, 1]);
    expect(times.counts.slice(-2)).toEqual([1, 1]);
  });

  it('have a quantile of 0 where nothing was loaded', () => {
    expect(loadTimeQuantile(new LoadTimes().counts, 0.95)).toBe(0);
  });

  it('have a quantile that is read linearly within its bucket', () => {
    const times = new LoadTimes();
    for (let load = 0; load < 100; load++) times.note(20);
    expect(loadTimeQuantile(times.counts, 0.5)).toBeCloseTo(17.5);
  });

  it('have no quantile beyond the last bound', () => {
    const times = new LoadTimes();
    times.note(10 ** 9);
    expect(loadTimeQuantile(times.counts, 0.95)).toBe(60_000);
  });

  it('have a quantile in the same bucket as the exact one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 59_999, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (loads, share) => {
          const times = new LoadTimes();
          for (const ms of loads) times.note(ms);
          const exact = loads.sort((a, b) => a - b)[Math.ceil(share * loads.length) - 1]!;
          const bucket = LOAD_TIME_BOUNDS_MS.findIndex((bound) => exact <= bound);
          const answer = loadTimeQuantile(times.counts, share);
          expect(answer).toBeLessThanOrEqual(LOAD_TIME_BOUNDS_MS[bucket]!);
          expect(answer).toBeGreaterThanOrEqual(LOAD_TIME_BOUNDS_MS[bucket - 1] ?? 0);
        },
      ),
    );
  });

  it('begin anew after a reset', () => {
    const times = new LoadTimes();
    times.note(3);
    times.reset();
    expect(times.counts.every((count) => count === 0)).toBe(true);
  });
});
