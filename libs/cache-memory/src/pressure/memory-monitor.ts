import { assessPressure } from './assess-pressure.js';
import type { GovernedRegion } from './governed-region.js';
import type { MemoryProbe } from './memory-probe.js';
import { type MemoryReading, usageOf } from './memory-reading.js';
import type { MemoryReport, RegionRelief } from './memory-report.js';
import { planRelief } from './plan-relief.js';
import type { PressureLevel, PressureThresholds } from './pressure-level.js';

/** What the monitor looks at and acts on. */
export interface MonitorParts {
  readonly probes: readonly MemoryProbe[];
  readonly thresholds: PressureThresholds;
  /** The caches, asked for at each check. */
  readonly regions: () => Iterable<GovernedRegion>;
}

const NOTHING_READ: MemoryReading = { source: 'none', usedBytes: 0, limitBytes: 0 };

/** Checks memory: drops what has expired, senses, assesses, relieves, and publishes one report. */
export class MemoryMonitor {
  #report: MemoryReport | undefined;

  constructor(private readonly parts: MonitorParts) {}

  /** The report of the last check. */
  get report(): MemoryReport | undefined {
    return this.#report;
  }

  /** Makes one check. */
  check(): MemoryReport {
    const startedAt = performance.now();
    const before = this.#report;
    const { thresholds } = this.parts;
    const regions = new Map([...this.parts.regions()].map((region) => [region.name, region]));
    let expired = 0;
    for (const region of regions.values()) expired += region.evictExpired();
    const { readings, unreadable } = this.#read();
    const nearest = readings.reduce(
      (near, each) => (usageOf(each) > usageOf(near) ? each : near),
      readings[0] ?? NOTHING_READ,
    );
    const usage = nearest === NOTHING_READ ? 0 : usageOf(nearest);
    const previousLevel = before?.level ?? 'normal';
    const level = assessPressure(usage, previousLevel, thresholds);
    const relief = this.#relieve(level, nearest, regions);
    this.#report = Object.freeze({
      checkedAt: Date.now(),
      tookMs: performance.now() - startedAt,
      level,
      previousLevel,
      usage,
      usedBytes: nearest.usedBytes,
      limitBytes: nearest.limitBytes,
      source: nearest.source,
      readings,
      unreadable,
      thresholds,
      expired,
      relief,
      checks: (before?.checks ?? 0) + 1,
      warnings: (before?.warnings ?? 0) + (level === 'normal' ? 0 : 1),
      peakUsage: Math.max(before?.peakUsage ?? 0, usage),
      lastEvictionAt: relief.length > 0 ? Date.now() : before?.lastEvictionAt,
    });
    return this.#report;
  }

  #read(): { readings: MemoryReading[]; unreadable: string[] } {
    const readings: MemoryReading[] = [];
    const unreadable: string[] = [];
    for (const probe of this.parts.probes) {
      try {
        const reading = probe.read();
        if (reading) readings.push(reading);
      } catch {
        unreadable.push(probe.name);
      }
    }
    return { readings, unreadable };
  }

  #relieve(level: PressureLevel, reading: MemoryReading, regions: ReadonlyMap<string, GovernedRegion>): RegionRelief[] {
    const holdings = new Map([...regions].map(([name, region]) => [name, region.holdings()]));
    return planRelief(level, reading, this.parts.thresholds, holdings)
      .map(({ region, ...target }) => {
        const { entries, weight } = regions.get(region)!.trim(target);
        return { region, entries, weight };
      })
      .filter(({ entries }) => entries > 0);
  }
}
