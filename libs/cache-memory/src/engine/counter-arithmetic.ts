import { loadTimeQuantile } from './load-times.js';
import { type CacheCounters, StatsCounters } from './stats-counters.js';

/** What counters say about each look-up and each load. */
export interface CacheRates {
  /** `hits / gets`, 0 to 1; 0 where nothing was asked. */
  readonly hitRate: number;
  /** Milliseconds that a completed load took on average; 0 where there was none. */
  readonly loadTimeMeanMs: number;
  /** Milliseconds that 95 % of the completed loads did not exceed, read from `loadTimeCounts`. */
  readonly loadTimeP95Ms: number;
}

/** The rates of some counters. */
export function ratesOf({ gets, hits, loadTimeMs, loadTimeCounts }: CacheCounters): CacheRates {
  const loaded = loadTimeCounts.reduce((sum, count) => sum + count, 0);
  return {
    hitRate: gets === 0 ? 0 : hits / gets,
    loadTimeMeanMs: loaded === 0 ? 0 : loadTimeMs / loaded,
    loadTimeP95Ms: loadTimeQuantile(loadTimeCounts, 0.95),
  };
}

/** Counters that have counted nothing. */
export const NO_COUNTERS: CacheCounters = Object.freeze(new StatsCounters().snapshot());

/** The counters of both together. */
export function addCounters(one: CacheCounters, other: CacheCounters): CacheCounters {
  return combine(NO_COUNTERS, one, other, (a, b) => a + b) as CacheCounters;
}

/** What was counted between two snapshots; where the counters were reset meanwhile, what was counted since the reset. */
export function subtractCounters(now: CacheCounters, before: CacheCounters): CacheCounters {
  const base = now.resets === before.resets ? before : NO_COUNTERS;
  return combine(NO_COUNTERS, now, base, (a, b) => a - b) as CacheCounters;
}

type Operation = (a: number, b: number) => number;

/** Operates on each number that `shape` has, in lists and records too. */
function combine(shape: object, one: object, other: object, operate: Operation): object {
  const combined = Object.keys(shape).map((name) => {
    const [a, b] = [one, other].map((each) => (each as Record<string, unknown>)[name]);
    if (typeof a === 'number') return [name, operate(a, b as number)];
    if (Array.isArray(a)) return [name, a.map((each: number, at) => operate(each, (b as number[])[at]!))];
    return [name, combine(a as object, a as object, b as object, operate)];
  });
  return Object.fromEntries(combined) as object;
}
