import { loadTimeQuantile } from './load-times.js';
import { REMOVAL_CAUSES, type RemovalCause } from '../events/removal.js';
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

/** The counters of all together. */
export function sumCounters(all: readonly CacheCounters[]): CacheCounters {
  const sum = mutable(NO_COUNTERS);
  for (const counters of all) include(sum, counters, 1);
  return sum;
}

/** What was counted between two snapshots; where the counters were reset meanwhile, what was counted since the reset. */
export function subtractCounters(now: CacheCounters, before: CacheCounters): CacheCounters {
  const change = mutable(now);
  if (now.resets === before.resets) include(change, before, -1);
  return change;
}

type Mutable = { -readonly [Name in keyof CacheCounters]: CacheCounters[Name] } & {
  readonly loadTimeCounts: number[];
  readonly removals: Record<RemovalCause, number>;
};

const NAMES = Object.keys(NO_COUNTERS) as (keyof CacheCounters)[];
const PLAIN = NAMES.filter((name) => typeof NO_COUNTERS[name] === 'number') as 'hits'[];

/** A copy of the counters alone, whatever else the object holds. */
function mutable(counters: CacheCounters): Mutable {
  const copy: Mutable = {
    ...NO_COUNTERS,
    loadTimeCounts: [...counters.loadTimeCounts],
    removals: { ...counters.removals },
  };
  for (const name of PLAIN) copy[name] = counters[name];
  return copy;
}

function include(sum: Mutable, counters: CacheCounters, sign: 1 | -1): void {
  for (const name of PLAIN) sum[name] += sign * counters[name];
  const { loadTimeCounts, removals } = counters;
  for (let bucket = 0; bucket < loadTimeCounts.length; bucket++) {
    sum.loadTimeCounts[bucket]! += sign * loadTimeCounts[bucket]!;
  }
  for (const cause of REMOVAL_CAUSES) sum.removals[cause] += sign * removals[cause];
}
