import { type CacheHoldings, sumHoldings } from '../engine/statistics/cache-holdings.js';
import type { CacheStats } from '../engine/statistics/cache-stats.js';
import {
  type CacheRates,
  NO_COUNTERS,
  ratesOf,
  subtractCounters,
  sumCounters,
} from '../engine/statistics/counter-arithmetic.js';
import type { CacheCounters } from '../engine/statistics/stats-counters.js';
import type { MemoryReport } from '../pressure/memory-report.js';

/** What was counted, and what it says about each look-up and each load. */
export type CountedStats = CacheCounters & CacheRates;

/** What was counted between two snapshots, and how long that was. */
export interface CacheMemoryChange {
  readonly elapsedMs: number;
  readonly total: CountedStats;
  /** By region; one that did not exist at the earlier snapshot counts from its beginning. */
  readonly regions: Readonly<Record<string, CountedStats>>;
}

/** Everything there is to say about the caches and their memory at one moment; plain data, ready for JSON. */
export class CacheMemorySnapshot {
  readonly regions: Readonly<Record<string, CacheStats>>;
  #total: (CountedStats & CacheHoldings) | undefined;

  /** `takenAt` is in milliseconds since 1970; `memory` is the report of the last memory check. */
  constructor(
    readonly takenAt: number,
    regions: readonly CacheStats[],
    readonly memory: MemoryReport,
  ) {
    this.regions = Object.fromEntries(regions.map((stats) => [stats.region, stats]));
  }

  /** What all regions counted and hold together; summed when it is first read. */
  get total(): CountedStats & CacheHoldings {
    this.#total ??= this.#sum();
    return this.#total;
  }

  /** What `JSON.stringify` writes. */
  toJSON(): Pick<CacheMemorySnapshot, 'takenAt' | 'total' | 'regions' | 'memory'> {
    const { takenAt, total, regions, memory } = this;
    return { takenAt, total, regions, memory };
  }

  /** What was counted since an earlier snapshot of the same caches; counters that were reset meanwhile count since then. */
  since(previous: CacheMemorySnapshot): CacheMemoryChange {
    const changes = Object.entries(this.regions).map(([name, now]) => {
      const before = Object.hasOwn(previous.regions, name) ? previous.regions[name]! : NO_COUNTERS;
      return [name, subtractCounters(now, before)] as const;
    });
    return {
      elapsedMs: this.takenAt - previous.takenAt,
      total: withRates(sumCounters(changes.map(([, change]) => change))),
      regions: Object.fromEntries(changes.map(([name, change]) => [name, withRates(change)])),
    };
  }

  #sum(): CountedStats & CacheHoldings {
    const regions = Object.values(this.regions);
    return { ...withRates(sumCounters(regions)), ...sumHoldings(regions) };
  }
}

function withRates(counters: CacheCounters): CountedStats {
  return { ...counters, ...ratesOf(counters) };
}
