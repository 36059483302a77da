import { describe, expect, it } from '@jest/globals';
import type { RegionHoldings } from './governed-region.js';
import { planRelief } from './plan-relief.js';
import type { PressureLevel } from './pressure-level.js';

const holdings = (entries: number, weight: number, protectedEntries = 0, protectedWeight = 0): RegionHoldings => ({
  entries,
  weight,
  protectedEntries,
  protectedWeight,
  minBytes: 0,
  maxBytes: Infinity,
  importance: 1,
  hits: 0,
  timeSavedMs: 0,
});
const plan = (level: PressureLevel, excessBytes: number, regions: Record<string, RegionHoldings>) =>
  planRelief(level, excessBytes, new Map(Object.entries(regions)));

describe('planRelief', () => {
  it('asks for nothing below the level eviction', () => {
    expect(plan('normal', 100, { a: holdings(10, 100) })).toEqual([]);
    expect(plan('warning', 100, { a: holdings(10, 100) })).toEqual([]);
  });

  it('shares the excess by what each region may evict', () => {
    const targets = plan('eviction', 150, { a: holdings(10, 400), b: holdings(10, 200) });
    expect(targets.map(({ region, bytes }) => [region, Math.round(bytes)])).toEqual([
      ['a', 300],
      ['b', 150],
    ]);
  });

  it('asks for all that may go where that is less than the excess', () => {
    expect(plan('eviction', 200, { a: holdings(10, 60, 2, 10) })).toEqual([
      { region: 'a', entries: Infinity, bytes: 10 },
    ]);
  });

  it('leaves a region alone whose entries would win less than a hundredth', () => {
    expect(plan('eviction', 150, { a: holdings(100, 500), b: holdings(2, 4) }).map(({ region }) => region)).toEqual([
      'a',
    ]);
  });

  it('asks for half of the entries that may go where none has a weight', () => {
    expect(plan('eviction', 150, { a: holdings(11, 0, 1, 0) })).toEqual([{ region: 'a', entries: 6, bytes: Infinity }]);
  });

  it('leaves only protected entries when pressure is critical', () => {
    expect(plan('critical', 210, { a: holdings(10, 400, 3, 90), b: holdings(2, 5) })).toEqual([
      { region: 'a', entries: 3, bytes: 90 },
      { region: 'b', entries: 0, bytes: 0 },
    ]);
  });

  it('passes over regions in which nothing may go', () => {
    expect(plan('critical', 210, { a: holdings(3, 90, 3, 90), b: holdings(0, 0) })).toEqual([]);
  });
});
