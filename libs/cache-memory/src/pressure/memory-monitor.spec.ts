import { describe, expect, it } from '@jest/globals';
import type { GovernedRegion } from './governed-region.js';
import { MemoryMonitor } from './memory-monitor.js';
import type { MemoryProbe } from './memory-probe.js';
import { DEFAULT_THRESHOLDS } from './pressure-level.js';

const probe = (name: string, used: () => number, limitBytes = 1_000): MemoryProbe => ({
  name,
  read: () => ({ source: name, usedBytes: used(), limitBytes }),
});

class FakeRegion implements GovernedRegion {
  readonly log: string[] = [];
  weight = 500;
  entries = 50;
  constructor(readonly name: string) {}
  holdings() {
    return { entries: this.entries, weight: this.weight, protectedEntries: 0, protectedWeight: 0 };
  }
  evictExpired(): number {
    this.log.push('evictExpired');
    return 2;
  }
  trim({ entries, bytes }: { entries: number; bytes: number }) {
    this.log.push('trim');
    const before = { entries: this.entries, weight: this.weight };
    this.weight = Math.min(this.weight, bytes);
    this.entries = Math.min(this.entries, entries, Math.floor(this.weight / 10));
    return { entries: before.entries - this.entries, weight: before.weight - this.weight };
  }
}

const monitorOf = (probes: MemoryProbe[], ...regions: GovernedRegion[]) =>
  new MemoryMonitor({ probes, thresholds: DEFAULT_THRESHOLDS, regions: () => regions });

describe('MemoryMonitor', () => {
  it('has no report before the first check', () => {
    expect(monitorOf([]).report).toBeUndefined();
  });

  it('reports the memory that is nearest to its limit', () => {
    const report = monitorOf([probe('heap', () => 300), probe('container', () => 850)]).check();
    expect(report).toMatchObject({
      source: 'container',
      usage: 0.85,
      usedBytes: 850,
      limitBytes: 1_000,
      level: 'warning',
    });
    expect(report.readings.map(({ source }) => source)).toEqual(['heap', 'container']);
  });

  it('drops what has expired before it senses', () => {
    const region = new FakeRegion('a');
    const seen: string[][] = [];
    const monitor = monitorOf([probe('heap', () => (seen.push([...region.log]), 100))], region);
    expect(monitor.check().expired).toBe(2);
    expect(seen).toEqual([['evictExpired']]);
  });

  it('trims at the level eviction and reports what each region gave', () => {
    const region = new FakeRegion('a');
    const report = monitorOf([probe('heap', () => 900)], region).check();
    expect(report).toMatchObject({ level: 'eviction', relief: [{ region: 'a', entries: 15, weight: 150 }] });
    expect(report.lastEvictionAt).toBeGreaterThan(0);
  });

  it('only tells at the level warning', () => {
    const region = new FakeRegion('a');
    expect(monitorOf([probe('heap', () => 850)], region).check().relief).toEqual([]);
    expect(region.log).toEqual(['evictExpired']);
  });

  it('goes on without a probe that fails, and names it', () => {
    const broken: MemoryProbe = {
      name: 'container',
      read: () => {
        throw new Error('no such file');
      },
    };
    expect(monitorOf([broken, probe('heap', () => 100)]).check()).toMatchObject({
      source: 'heap',
      unreadable: ['container'],
      level: 'normal',
    });
  });

  it('reports no usage where nothing can be read', () => {
    expect(monitorOf([{ name: 'container', read: () => undefined }]).check()).toMatchObject({
      source: 'none',
      usage: 0,
      level: 'normal',
    });
  });

  it('counts checks and warnings and keeps the peak', () => {
    let used = 820;
    const monitor = monitorOf([probe('heap', () => used)]);
    monitor.check();
    used = 100;
    expect(monitor.check()).toMatchObject({
      checks: 2,
      warnings: 1,
      peakUsage: 0.82,
      level: 'normal',
      previousLevel: 'warning',
    });
  });
});
