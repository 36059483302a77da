import type { MemoryReading } from './memory-reading.js';
import type { PressureLevel, PressureThresholds } from './pressure-level.js';

/** What one region gave back. */
export interface RegionRelief {
  readonly region: string;
  readonly entries: number;
  /** Bytes, by the region's weigher. */
  readonly weight: number;
}

/** What one memory check found and did. Health, metrics and endpoints only read it. */
export interface MemoryReport {
  /** When the check ended, milliseconds since 1970. */
  readonly checkedAt: number;
  /** Milliseconds that it took. */
  readonly tookMs: number;
  readonly level: PressureLevel;
  readonly previousLevel: PressureLevel;
  /** The share of the nearest limit that was in use before relief; 0 where nothing could be read. */
  readonly usage: number;
  readonly usedBytes: number;
  readonly limitBytes: number;
  /** Which memory is nearest to its limit; `none` where nothing could be read. */
  readonly source: string;
  /** Every memory that could be read. */
  readonly readings: readonly MemoryReading[];
  /** Probes that failed at this check. */
  readonly unreadable: readonly string[];
  readonly thresholds: PressureThresholds;
  /** Expired and collected entries that were dropped first. */
  readonly expired: number;
  /** What was trimmed, region by region; empty below the level `eviction`. */
  readonly relief: readonly RegionRelief[];
  /** Checks so far. */
  readonly checks: number;
  /** Checks so far that found a level above `normal`. */
  readonly warnings: number;
  /** The highest usage so far. */
  readonly peakUsage: number;
  /** When a check last trimmed something, milliseconds since 1970. */
  readonly lastEvictionAt: number | undefined;
}
