import type { GovernedRegion, RegionHoldings } from '../src/pressure/governed-region.js';

/** Holdings of a region that holds nothing, with `changes`. */
export function givenHoldings(changes: Partial<RegionHoldings> = {}): RegionHoldings {
  return {
    entries: 0,
    weight: 0,
    protectedEntries: 0,
    protectedWeight: 0,
    minBytes: 0,
    maxBytes: Infinity,
    importance: 1,
    hits: 0,
    timeSavedMs: 0,
    ...changes,
  };
}

/** A region that gives what it is asked for, an entry of one byte at a time, but what is protected; it tells what it `keeps`. */
export function givenRegion(
  name: string,
  changes: Partial<RegionHoldings> = {},
  rebuilding?: GovernedRegion['rebuilding'],
): GovernedRegion & { readonly keeps: number[] } {
  let held = givenHoldings(changes);
  const keeps: number[] = [];
  const trim: GovernedRegion['trim'] = ({ entries, bytes }) => {
    const left = Math.max(held.protectedEntries, Math.min(held.entries, entries, bytes));
    const gone = held.entries - left;
    keeps.push(left);
    held = { ...held, entries: left, weight: Math.max(0, held.weight - gone) };
    return { entries: gone, weight: gone };
  };
  return {
    name,
    keeps,
    rebuilding,
    holdings: () => held,
    evictExpired: () => 0,
    trim,
    trimGently: async (target) => trim(target),
  };
}
