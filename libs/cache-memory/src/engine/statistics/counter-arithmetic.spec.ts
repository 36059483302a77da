import { describe, expect, it } from '@jest/globals';
import { NO_COUNTERS, ratesOf, subtractCounters, sumCounters } from './counter-arithmetic.js';
import { StatsCounters } from './stats-counters.js';

const counted = (count: (counters: StatsCounters) => void) => {
  const counters = new StatsCounters();
  count(counters);
  return counters.snapshot();
};

describe('the rates of counters', () => {
  it('are 0 where nothing was counted', () => {
    expect(ratesOf(NO_COUNTERS)).toEqual({ hitRate: 0, loadTimeMeanMs: 0, loadTimeP95Ms: 0 });
  });

  it('are hits among look-ups, and the time of a load on average and at the most of most', () => {
    const rates = ratesOf(
      counted((counters) => {
        counters.hits = 3;
        counters.misses = 1;
        for (let load = 0; load < 20; load++) counters.loaded(load === 0 ? 400 : 20);
      }),
    );
    expect(rates.hitRate).toBe(0.75);
    expect(rates.loadTimeMeanMs).toBe(39);
    expect(rates.loadTimeP95Ms).toBe(25);
  });
});

describe('counters of several caches', () => {
  const one = counted((counters) => {
    counters.hits = 3;
    counters.loaded(2);
    counters.removed('size', 10);
    counters.removed('deleted', 5);
  });
  const other = counted((counters) => {
    counters.hits = 4;
    counters.misses = 2;
    counters.loaded(2);
    counters.loaded(100_000);
    counters.removed('size', 1);
  });

  it('add up', () => {
    const sum = sumCounters([one, other]);
    expect(sum).toMatchObject({
      gets: 9,
      hits: 7,
      misses: 2,
      loadTimeMs: 100_004,
      insertions: 0,
      evictions: 2,
      evictedWeight: 11,
      removals: { size: 2, deleted: 1, expired: 0 },
    });
    expect([sum.loadTimeCounts[1], sum.loadTimeCounts.at(-1)]).toEqual([2, 1]);
  });

  it('are nothing of none, and stay as they are', () => {
    expect(sumCounters([])).toEqual(NO_COUNTERS);
    sumCounters([one, other]);
    expect([one.hits, one.removals.size, one.loadTimeCounts[1]]).toEqual([3, 1, 1]);
    expect(NO_COUNTERS.removals.size).toBe(0);
    expect(Object.isFrozen(NO_COUNTERS)).toBe(true);
  });

  it('hold nothing besides counters', () => {
    const more = { ...one, region: 'models', entries: 5 };
    expect(Object.keys(sumCounters([more])).sort()).toEqual(Object.keys(NO_COUNTERS).sort());
    expect(Object.keys(subtractCounters(more, one)).sort()).toEqual(Object.keys(NO_COUNTERS).sort());
  });
});

describe('counters at two times', () => {
  it('differ by what was counted between', () => {
    const counters = new StatsCounters();
    counters.hits = 3;
    counters.loaded(2);
    counters.removed('expired', 10);
    const before = counters.snapshot();
    counters.hits = 5;
    counters.misses = 1;
    counters.loaded(2);
    counters.removed('expired', 4);
    const change = subtractCounters(counters.snapshot(), before);
    expect(change).toMatchObject({ gets: 3, hits: 2, misses: 1, loadTimeMs: 2, evictedWeight: 4, evictions: 1 });
    expect([change.removals.expired, change.loadTimeCounts[1]]).toEqual([1, 1]);
    expect([before.hits, before.removals.expired]).toEqual([3, 1]);
  });

  it('differ by what was counted since a reset that came between', () => {
    const counters = new StatsCounters();
    counters.hits = 10;
    counters.removed('size', 1);
    const before = counters.snapshot();
    counters.reset();
    counters.hits = 2;
    expect(subtractCounters(counters.snapshot(), before)).toMatchObject({ hits: 2, resets: 1, removals: { size: 0 } });
  });
});
