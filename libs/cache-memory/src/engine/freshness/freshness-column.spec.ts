import { describe, expect, it } from '@jest/globals';
import { readCacheOptions } from '../cache-options.js';
import type { EntryOptions } from '../entries/entry-options.js';
import { defaultPlan, type EntryPlan, planEntry } from '../entries/entry-plan.js';
import { FreshnessColumn } from './freshness-column.js';

function planOf(options: EntryOptions): EntryPlan {
  return planEntry({ ttl: 100, ...options }, defaultPlan(readCacheOptions({ maxEntries: 1 }).settings));
}

function columnOf(capacity: number): FreshnessColumn {
  const column = new FreshnessColumn();
  column.resize(capacity);
  return column;
}

describe('FreshnessColumn', () => {
  it('knows nothing of entries that are not renewed, and is blank as long as there are no others', () => {
    const column = columnOf(4);
    column.start(1, planOf({ jitter: 0.1 }), 1_100, 1_000);
    column.stop(1);
    expect(column.isBlank).toBe(true);
    column.start(2, planOf({ grace: 50 }), 1_100, 1_000);
    expect(column.isBlank).toBe(false);
    column.start(1, planOf({ ttl: () => 100 }), 1_100, 1_000);
    expect([column.planOf(1), column.freshUntil(1), column.servedUntil(1)]).toEqual([undefined, Infinity, Infinity]);
    expect([column.gracedUntil(1), column.isDue(1, 9_999)]).toEqual([-Infinity, false]);
  });

  it('tells until when an entry is fresh, served and stands in, and when its next value is due', () => {
    const column = columnOf(4);
    const plan = planOf({ staleWhileRevalidate: 30, grace: 50, refreshAhead: 0.8 });
    column.start(3, plan, 1_100, 1_000);
    expect(column.planOf(3)).toBe(plan);
    expect([column.freshUntil(3), column.servedUntil(3), column.gracedUntil(3)]).toEqual([1_100, 1_130, 1_150]);
    expect([1_079, 1_080, 1_200].map((now) => column.isDue(3, now))).toEqual([false, true, true]);
  });

  it('calls the next value due at the end of the ttl where it is not to be made ahead, and never where it is to stand in only', () => {
    const column = columnOf(4);
    column.start(0, planOf({ staleWhileRevalidate: 30 }), 1_100, 1_000);
    column.start(1, planOf({ grace: 50 }), 1_100, 1_000);
    expect([1_099, 1_100].map((now) => column.isDue(0, now))).toEqual([false, true]);
    expect(column.isDue(1, 9_999)).toBe(false);
    expect([column.gracedUntil(0), column.servedUntil(1)]).toEqual([-Infinity, 1_100]);
  });

  it('keeps what it knows when there are more slots, and has room for those', () => {
    const column = columnOf(2);
    column.start(1, planOf({ grace: 50 }), 1_100, 1_000);
    column.resize(4);
    column.start(3, planOf({ refreshAhead: 0.5 }), 1_200, 1_000);
    expect([column.freshUntil(1), column.freshUntil(3)]).toEqual([1_100, 1_200]);
    expect([1_099, 1_100].map((now) => column.isDue(3, now))).toEqual([false, true]);
  });

  it('forgets an entry that has left, and all of them once it is cleared', () => {
    const column = columnOf(4);
    for (const slot of [1, 2]) column.start(slot, planOf({ grace: 50 }), 1_100, 1_000);
    column.stop(1);
    expect([column.freshUntil(1), column.freshUntil(2)]).toEqual([Infinity, 1_100]);
    column.clear();
    expect([column.isBlank, column.planOf(0), column.planOf(2), column.gracedUntil(2)]).toEqual([
      true,
      undefined,
      undefined,
      -Infinity,
    ]);
    column.resize(4);
    column.start(2, planOf({ grace: 50 }), 2_100, 2_000);
    expect([column.isBlank, column.freshUntil(2), column.planOf(1)]).toEqual([false, 2_100, undefined]);
  });
});
