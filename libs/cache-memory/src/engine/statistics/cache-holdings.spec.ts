import { describe, expect, it } from '@jest/globals';
import { NO_HOLDINGS, sumHoldings } from './cache-holdings.js';

describe('holdings', () => {
  it('of nothing are nothing, for ever', () => {
    expect(new Set(Object.values(NO_HOLDINGS))).toEqual(new Set([0]));
    expect(Object.isFrozen(NO_HOLDINGS)).toBe(true);
    expect(sumHoldings([])).toEqual(NO_HOLDINGS);
  });

  it('of several caches add up, and nothing that is no holding', () => {
    const one = { ...NO_HOLDINGS, entries: 3, weight: 100, leases: 1, region: 'a' };
    const other = { ...NO_HOLDINGS, entries: 4, doomedWeight: 5, region: 'b' };
    expect(sumHoldings([one, other])).toEqual({ ...NO_HOLDINGS, entries: 7, weight: 100, leases: 1, doomedWeight: 5 });
  });
});
