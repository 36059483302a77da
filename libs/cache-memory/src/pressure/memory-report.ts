import type { MemoryReading } from './memory-reading.js';
import type { PressureLevel, PressureThresholds } from './pressure-level.js';
import type { ReliefStep } from './relief-step.js';

/** What one region gave back. */
export interface RegionRelief {
  readonly region: string;
  readonly entries: number;
  /** Bytes, by the region's weigher. */
  readonly weight: number;
}

/** The bytes that all caches together may hold, as their weighers count them. */
export interface BudgetReport {
  /** What they may hold now. */
  readonly bytes: number;
  /** What they hold now. */
  readonly heldBytes: number;
  /** What each region may hold now; its own bound holds besides. */
  readonly shares: Readonly<Record<string, number>>;
  /** Bytes of heap, and outside the heap, for each byte that the weighers count, as far as it was learnt. */
  readonly heapRatio: number;
  readonly externalRatio: number;
}

/** What one look at memory found and did. Health, metrics and endpoints only read it. */
export interface MemoryReport {
  /** When the look ended, milliseconds since 1970. */
  readonly checkedAt: number;
  /** Milliseconds that it took. */
  readonly tookMs: number;
  readonly level: PressureLevel;
  /** The level of the report before. */
  readonly previousLevel: PressureLevel;
  /** The share of the nearest limit that was needed before relief, garbage left out. */
  readonly usage: number;
  readonly usedBytes: number;
  readonly limitBytes: number;
  /** Which memory is nearest to its limit: `heap`, `container`, `machine` or `configured`. */
  readonly source: string;
  /** Every memory that there is. */
  readonly readings: readonly MemoryReading[];
  /** Bytes that a container counts and nobody can use: what `malloc` keeps of freed Buffers, in pieces too small for what is stored now. */
  readonly fragmentedBytes: number;
  /** Sources that could not be read at this look. */
  readonly unreadable: readonly string[];
  readonly thresholds: PressureThresholds;
  readonly budget: BudgetReport;
  /** Expired and collected entries that were dropped first. */
  readonly expired: number;
  /** What pressure took, region by region; empty below the level `eviction`. */
  readonly relief: readonly RegionRelief[];
  /** Every step that gave memory back, in the order in which they were taken. */
  readonly steps: readonly ReliefStep[];
  /** Regions whose protected entries had to leave and have not come back from their source yet. */
  readonly awaitingRebuild: readonly string[];
  /** Major collections seen so far. */
  readonly majorCollections: number;
  /** Scheduled and requested checks so far; looks at memory between them are not counted. */
  readonly checks: number;
  /** Checks so far that found a level above `normal`. */
  readonly warnings: number;
  /** The highest usage so far. */
  readonly peakUsage: number;
  /** When pressure last evicted something, milliseconds since 1970. */
  readonly lastEvictionAt: number | undefined;
}
