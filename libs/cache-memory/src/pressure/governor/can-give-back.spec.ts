import { describe, expect, it } from '@jest/globals';
import { givenRegion } from '../../../test/given-region.js';
import type { GovernedRegion, RegionHoldings } from '../governed-region.js';
import { canGiveBack } from './can-give-back.js';
import type { MemoryDemand } from './memory-demand.js';
import type { View } from './lookout.js';

const rebuilding = { empty: () => ({ entries: 0, weight: 0 }), rebuild: async () => 0 };

/** Whether caches can give back that hold these bytes in a heap of 1,000 bytes of which so many are needed. */
const given = (
  usedBytes: number,
  holdings: Partial<RegionHoldings>,
  source?: GovernedRegion['rebuilding'],
  expected = 1,
) => {
  const region = givenRegion('a', holdings, source);
  const held = region.holdings();
  const heap = { usedBytes, limitBytes: 1_000, ratio: { low: 0.1, expected, high: 10 } } as MemoryDemand;
  const container = { usedBytes: 900, limitBytes: 1_000, ratio: { low: 10, expected: 10, high: 10 } } as MemoryDemand;
  return canGiveBack({
    demands: [heap, container],
    regions: new Map([['a', region]]),
    holdings: new Map([['a', held]]),
    evictableBytes: held.weight - held.protectedWeight,
  } as unknown as View);
};

describe('canGiveBack', () => {
  it('is so where the heap is near its limit and entries may be evicted', () => {
    expect(given(701, { weight: 300 })).toBe(true);
  });

  it('is not so where the heap is far from its limit', () => {
    expect(given(700, { weight: 300 })).toBe(false);
  });

  it('counts what a believed byte takes of the heap', () => {
    expect(given(800, { weight: 100 }, undefined, 0.1)).toBe(false);
    expect(given(800, { weight: 101 }, undefined, 0.1)).toBe(true);
  });

  it('is not so for a hundredth of the limit or less', () => {
    expect(given(800, { weight: 10 })).toBe(false);
    expect(given(800, { weight: 11 })).toBe(true);
  });

  it('counts protected entries only where they have a source to come back from', () => {
    expect(given(800, { weight: 300, protectedWeight: 300 })).toBe(false);
    expect(given(800, { weight: 300, protectedWeight: 300 }, rebuilding)).toBe(true);
    expect(given(800, { weight: 300, protectedWeight: 280 })).toBe(true);
  });
});
