import { describe, expect, it } from '@jest/globals';
import { agedEntry } from './aged-entry.js';
import type { TierEntry } from './entry-tier.js';

const entry: TierEntry<string> = {
  value: 'v',
  ttlLeftMs: 100,
  idleLeftMs: 40,
  idleMs: 50,
  costMs: 3,
  weight: 4,
  tags: ['t'],
  rank: 1,
  guarded: false,
};

describe('agedEntry', () => {
  it('has lived longer by so much, and is otherwise the same', () => {
    expect(agedEntry(entry, 30)).toEqual({ ...entry, ttlLeftMs: 70, idleLeftMs: 10 });
    const endless = { ...entry, ttlLeftMs: Infinity, idleLeftMs: Infinity };
    expect(agedEntry(endless, 1_000)).toEqual(endless);
  });

  it('is none from the moment at which either lifetime ends', () => {
    expect([39, 40].map((ms) => agedEntry(entry, ms) === undefined)).toEqual([false, true]);
    const inUse = { ...entry, idleLeftMs: Infinity };
    expect([99, 100].map((ms) => agedEntry(inUse, ms) === undefined)).toEqual([false, true]);
  });
});
