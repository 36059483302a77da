import { describe, expect, it } from '@jest/globals';
import { givenHoldings } from '../../../test/given-region.js';
import type { RegionHoldings } from '../governed-region.js';
import { RegionWorth } from './region-worth.js';

type Given = Record<string, Partial<RegionHoldings>>;

const given = (first: Given, startMs = 1_000) => {
  const worth = new RegionWorth();
  const valueAt = (ms: number, regions: Given) =>
    Object.fromEntries(
      worth.value(new Map(Object.entries(regions).map(([name, holdings]) => [name, givenHoldings(holdings)])), ms),
    );
  return { valueAt, first: valueAt(startMs, first) };
};
const HELD = { weight: 1_000 };

describe('RegionWorth', () => {
  it('knows nothing at the first valuation', () => {
    expect(given({ a: { ...HELD, timeSavedMs: 500 }, b: HELD }).first).toEqual({});
  });

  it('values a region by the time that its hits saved for each byte, beside the mean of all', () => {
    const { valueAt } = given({ a: HELD, b: HELD });
    const { a, b } = valueAt(3_000, { a: { ...HELD, timeSavedMs: 1_200 }, b: { ...HELD, timeSavedMs: 800 } });
    expect(a).toBeCloseTo(1.2 ** 0.25, 10);
    expect(b).toBeCloseTo(0.8 ** 0.25, 10);
  });

  it('values the same time less where more bytes are held', () => {
    const { valueAt } = given({ a: HELD, b: { weight: 500 } });
    const { a, b } = valueAt(3_000, { a: { ...HELD, timeSavedMs: 100 }, b: { weight: 500, timeSavedMs: 100 } });
    expect(a).toBeCloseTo((2 / 3) ** 0.25, 10);
    expect(b).toBeCloseTo((4 / 3) ** 0.25, 10);
  });

  it('multiplies time by the importance of a region', () => {
    const { valueAt } = given({ a: HELD, b: HELD });
    const { a, b } = valueAt(3_000, {
      a: { ...HELD, timeSavedMs: 100, importance: 1.5 },
      b: { ...HELD, timeSavedMs: 150 },
    });
    expect([a, b]).toEqual([1, 1]);
  });

  it('takes a hit for a hundredth of a millisecond where its cost is not known', () => {
    const { valueAt } = given({ a: HELD, b: HELD });
    const { a, b } = valueAt(3_000, { a: { ...HELD, hits: 1_000 }, b: { ...HELD, timeSavedMs: 15 } });
    expect(a).toBeCloseTo(0.8 ** 0.25, 10);
    expect(b).toBeCloseTo(1.2 ** 0.25, 10);
  });

  it('moves a share by no more than a quarter up and a fifth down', () => {
    const { valueAt } = given({ a: HELD, b: HELD, c: HELD, d: HELD });
    const { a, b } = valueAt(3_000, { a: { ...HELD, timeSavedMs: 10_000 }, b: HELD, c: HELD, d: HELD });
    expect([a, b]).toEqual([1.25, 0.8]);
  });

  it('values every two seconds, and not between', () => {
    const { valueAt } = given({ a: HELD, b: HELD }, 0);
    const saved = { a: { ...HELD, timeSavedMs: 100 }, b: HELD };
    expect(valueAt(1_999, saved)).toEqual({});
    expect(Object.keys(valueAt(2_000, saved))).toEqual(['a', 'b']);
    expect(valueAt(3_999, saved)).toEqual({});
    expect(Object.keys(valueAt(4_000, saved))).toEqual(['a', 'b']);
  });

  it('lets a new valuation count three tenths beside all before it', () => {
    const { valueAt } = given({ a: HELD, b: HELD });
    valueAt(3_000, { a: { ...HELD, timeSavedMs: 100 }, b: { ...HELD, timeSavedMs: 100 } });
    const { a, b } = valueAt(5_000, { a: { ...HELD, timeSavedMs: 300 }, b: { ...HELD, timeSavedMs: 200 } });
    expect(a).toBeCloseTo((1.3 / 1.15) ** 0.25, 10);
    expect(b).toBeCloseTo((1 / 1.15) ** 0.25, 10);
  });

  it('measures what was saved by the time that has passed', () => {
    const { valueAt } = given({ a: HELD, b: HELD });
    valueAt(3_000, { a: { ...HELD, timeSavedMs: 100 }, b: { ...HELD, timeSavedMs: 100 } });
    const { a, b } = valueAt(7_000, { a: { ...HELD, timeSavedMs: 500 }, b: { ...HELD, timeSavedMs: 300 } });
    expect(a).toBeCloseTo((1.3 / 1.15) ** 0.25, 10);
    expect(b).toBeCloseTo((1 / 1.15) ** 0.25, 10);
  });

  it('knows of a region that holds nothing, or whose counters were reset, what it knew before', () => {
    const { valueAt } = given({ a: HELD, b: HELD });
    const before = valueAt(3_000, { a: { ...HELD, timeSavedMs: 120 }, b: { ...HELD, timeSavedMs: 80 } });
    const emptied = valueAt(5_000, { a: { weight: 0, timeSavedMs: 120 }, b: { ...HELD, timeSavedMs: 160 } });
    expect(emptied).toEqual(before);
    expect(valueAt(7_000, { a: { ...HELD, timeSavedMs: 5 }, b: { ...HELD, timeSavedMs: 240 } })).toEqual(before);
  });

  it('values a newcomer like the mean', () => {
    const { valueAt } = given({ a: HELD });
    expect(valueAt(3_000, { a: { ...HELD, timeSavedMs: 100 }, b: HELD })).toEqual({ a: 1, b: 1 });
  });

  it('values nothing while no region has saved any time', () => {
    const { valueAt } = given({ a: HELD, b: HELD });
    expect(valueAt(3_000, { a: HELD, b: HELD })).toEqual({});
  });
});
