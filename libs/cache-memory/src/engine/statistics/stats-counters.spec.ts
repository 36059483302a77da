import { describe, expect, it } from '@jest/globals';
import { REMOVAL_CAUSES } from '../events/removal.js';
import { StatsCounters } from './stats-counters.js';

const EVICTIONS = new Set(['size', 'expired', 'collected', 'pressure']);

describe('StatsCounters', () => {
  it('begins with nothing', () => {
    const { removals, loadTimeCounts, ...counters } = new StatsCounters().snapshot();
    expect(new Set(Object.values(counters))).toEqual(new Set([0]));
    expect(new Set([...Object.values(removals), ...loadTimeCounts])).toEqual(new Set([0]));
    expect(Object.keys(removals).sort()).toEqual([...REMOVAL_CAUSES].sort());
  });

  it.each(REMOVAL_CAUSES.map((cause) => [cause, EVICTIONS.has(cause)] as const))(
    'counts a removal by its cause: %s (an eviction: %p)',
    (cause, isEviction) => {
      const counters = new StatsCounters();
      counters.removed(cause, 7);
      counters.removed(cause, 0);
      const { removals, evictions, evictedWeight } = counters.snapshot();
      expect(Object.entries(removals).filter(([, count]) => count > 0)).toEqual([[cause, 2]]);
      expect([evictions, evictedWeight]).toEqual(isEviction ? [2, 7] : [0, 0]);
    },
  );

  it('counts loads and the time that they took', () => {
    const counters = new StatsCounters();
    counters.loaded(3);
    counters.loaded(4);
    const { loadTimeMs, loadTimeCounts } = counters.snapshot();
    expect([loadTimeMs, loadTimeCounts[2]]).toEqual([7, 2]);
  });

  it('gives snapshots that do not change with it', () => {
    const counters = new StatsCounters();
    const before = counters.snapshot();
    counters.hits++;
    counters.removed('size', 1);
    counters.loaded(1);
    expect([before.hits, before.removals.size, before.loadTimeCounts[0]]).toEqual([0, 0, 0]);
    expect(counters.snapshot().gets).toBe(1);
  });

  it('begins anew with a reset, and counts those', () => {
    const counters = new StatsCounters();
    const { removals, loadTimes } = counters;
    counters.hits = 5;
    counters.removed('deleted', 1);
    counters.loaded(1);
    counters.reset();
    counters.reset();
    expect(counters.snapshot()).toEqual({ ...new StatsCounters().snapshot(), resets: 2 });
    expect([counters.removals === removals, counters.loadTimes === loadTimes]).toEqual([true, true]);
  });
});
