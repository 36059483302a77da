import { LoadTimes } from './load-times.js';
import { isEviction, type RemovalCause } from '../events/removal.js';

/** The counters of one cache since it began or since they were reset. */
export interface CacheCounters {
  /** Look-ups by `get` and `getOrCreate`: hits + misses. */
  readonly gets: number;
  readonly hits: number;
  readonly misses: number;
  /** Hits that brought an evicted instance back because it was still alive. */
  readonly revivals: number;
  /** Loaders that were started. */
  readonly loads: number;
  /** Loads that threw, rejected, timed out or were aborted. */
  readonly loadFailures: number;
  /** Callers that joined a load that was under way. */
  readonly coalesced: number;
  /** Hits that were served a value beyond its `ttl`, because of `staleWhileRevalidate`. */
  readonly staleServes: number;
  /** Misses that were served a value beyond its `ttl` in place of a failed load, because of `grace`. */
  readonly graceServes: number;
  /** Background loads that were begun to renew an entry; `loads` counts those whose loader was started. */
  readonly refreshes: number;
  /** Misses that were answered by the failure, or the answer `undefined`, of an earlier load, because of `negativeTtl`. */
  readonly negativeHits: number;
  /** Milliseconds that completed loads took in all. */
  readonly loadTimeMs: number;
  /** Completed loads by duration, in the buckets of `LOAD_TIME_BOUNDS_MS`. */
  readonly loadTimeCounts: readonly number[];
  /** Milliseconds that hits saved: at each hit, what the entry's loader had taken. */
  readonly timeSavedMs: number;
  /** Values stored under a key that held none, or another one. */
  readonly insertions: number;
  /** Values returned to the caller but not stored: too heavy, refused, or no room beside protected entries. */
  readonly rejections: number;
  readonly removals: Readonly<Record<RemovalCause, number>>;
  /** Removals that nobody requested. */
  readonly evictions: number;
  /** Bytes that evicted entries held. */
  readonly evictedWeight: number;
  /** Instances whose disposal has ended, well or not. */
  readonly disposals: number;
  /** Disposals that threw, rejected or took too long. */
  readonly disposalFailures: number;
  /** Instances that were still leased when `drainTimeout` had passed since they left. */
  readonly overdueLeases: number;
  /** Entries that were written to the tier. */
  readonly spills: number;
  /** Entries that were not: too many waited, memory was short, or their instance could not be held. */
  readonly spillsDropped: number;
  /** Entries that could not be encoded or written. */
  readonly spillFailures: number;
  /** Misses that the tier answered, so that no loader was started. */
  readonly recalls: number;
  /** Misses for which the tier had nothing that could be used. */
  readonly recallMisses: number;
  /** Those among them for which it failed, or what it had was damaged or of another codec. */
  readonly recallFailures: number;
  /** How often the counters began anew. */
  readonly resets: number;
}

/** Counts what happens in a cache: plain fields, so that a hit costs one addition. */
export class StatsCounters {
  hits = 0;
  misses = 0;
  revivals = 0;
  loads = 0;
  loadFailures = 0;
  coalesced = 0;
  staleServes = 0;
  graceServes = 0;
  refreshes = 0;
  negativeHits = 0;
  loadTimeMs = 0;
  readonly loadTimes: LoadTimes = new LoadTimes();
  timeSavedMs = 0;
  insertions = 0;
  rejections = 0;
  evictedWeight = 0;
  disposals = 0;
  disposalFailures = 0;
  overdueLeases = 0;
  spills = 0;
  spillsDropped = 0;
  spillFailures = 0;
  recalls = 0;
  recallMisses = 0;
  recallFailures = 0;
  resets = 0;
  readonly removals: Record<RemovalCause, number> = noRemovals();

  /** Counts a load that completed. */
  loaded(tookMs: number): void {
    this.loadTimeMs += tookMs;
    this.loadTimes.note(tookMs);
  }

  removed(cause: RemovalCause, weight: number): void {
    if (cause === 'size')
      this.removals.size++; // by far the most: a name that is known beforehand
    else this.removals[cause]++;
    if (weight !== 0 && isEviction(cause)) this.evictedWeight += weight;
  }

  /** The counters as they stand. */
  snapshot(): CacheCounters {
    const { hits, misses, revivals, loads, loadFailures, coalesced, loadTimeMs, timeSavedMs } = this;
    const { staleServes, graceServes, refreshes, negativeHits } = this;
    const { insertions, rejections, evictedWeight, disposals, disposalFailures, overdueLeases, resets } = this;
    const { spills, spillsDropped, spillFailures, recalls, recallMisses, recallFailures } = this;
    const removals = { ...this.removals };
    const evictions = removals.size + removals.expired + removals.collected + removals.pressure;
    return {
      gets: hits + misses,
      hits,
      misses,
      revivals,
      loads,
      loadFailures,
      coalesced,
      staleServes,
      graceServes,
      refreshes,
      negativeHits,
      loadTimeMs,
      loadTimeCounts: [...this.loadTimes.counts],
      timeSavedMs,
      insertions,
      rejections,
      removals,
      evictions,
      evictedWeight,
      disposals,
      disposalFailures,
      overdueLeases,
      spills,
      spillsDropped,
      spillFailures,
      recalls,
      recallMisses,
      recallFailures,
      resets,
    };
  }

  reset(): void {
    const { removals, loadTimes, resets } = this;
    Object.assign(this, new StatsCounters(), { removals, loadTimes, resets: resets + 1 });
    Object.assign(removals, noRemovals());
    loadTimes.reset();
  }
}

function noRemovals(): Record<RemovalCause, number> {
  return {
    size: 0,
    expired: 0,
    collected: 0,
    pressure: 0,
    deleted: 0,
    cleared: 0,
    invalidated: 0,
    replaced: 0,
    closed: 0,
  };
}
