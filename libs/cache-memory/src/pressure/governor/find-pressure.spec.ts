import { describe, expect, it } from '@jest/globals';
import { DEFAULT_THRESHOLDS, type PressureLevel } from '../pressure-level.js';
import { findPressure } from './find-pressure.js';
import type { MemoryDemand } from './memory-demand.js';

const demand = (source: string, usage: number): MemoryDemand => ({
  source,
  usedBytes: usage * 1_000,
  occupiedBytes: usage * 1_000,
  garbageBytes: 0,
  reserveBytes: 0,
  releasableBytes: 0,
  countedReserveBytes: 0,
  limitBytes: 1_000,
  comingBytes: 0,
  aim: 0.82,
  ratio: { low: 1, expected: 1, high: 1 },
  isCollectedInTime: true,
});
const levelAt = (usage: number, evictable = 0, previous: PressureLevel = 'normal') =>
  findPressure([demand('heap', usage)], evictable, previous, DEFAULT_THRESHOLDS).level;

describe('findPressure', () => {
  it('finds the level that usage has reached', () => {
    expect([0.79, 0.81, 0.91, 0.96].map((usage) => levelAt(usage))).toEqual([
      'normal',
      'warning',
      'eviction',
      'critical',
    ]);
  });

  it('takes what caches could give back for no pressure as long as it is within the aim', () => {
    expect(levelAt(0.83, 200)).toBe('normal');
    expect(levelAt(0.83, 10)).toBe('warning');
    expect(levelAt(0.86, 200)).toBe('warning');
    expect(levelAt(0.91, 200)).toBe('eviction');
  });

  it('leaves warning once caches are back at the aim', () => {
    expect(levelAt(0.826, 200, 'warning')).toBe('warning');
    expect(levelAt(0.82, 200, 'warning')).toBe('normal');
    expect(levelAt(0.78, 0, 'warning')).toBe('warning');
    expect(levelAt(0.75, 0, 'warning')).toBe('normal');
  });

  it('names the memory with the worst level', () => {
    const found = findPressure([demand('heap', 0.5), demand('container', 0.92)], 0, 'normal', DEFAULT_THRESHOLDS);
    expect([found.level, found.nearest.source]).toEqual(['eviction', 'container']);
  });

  it('names the fullest memory where the levels are the same', () => {
    const found = findPressure([demand('heap', 0.5), demand('container', 0.6)], 0, 'normal', DEFAULT_THRESHOLDS);
    expect(found.nearest.source).toBe('container');
  });

  it('counts what caches could give back as it takes of the memory', () => {
    const twice = { ...demand('heap', 0.83), ratio: { low: 2, expected: 2, high: 2 } };
    expect(findPressure([twice], 20, 'normal', DEFAULT_THRESHOLDS).level).toBe('normal');
    const half = { ...demand('heap', 0.83), ratio: { low: 0.5, expected: 0.5, high: 0.5 } };
    expect(findPressure([half], 20, 'normal', DEFAULT_THRESHOLDS).level).toBe('warning');
  });

  it('names the worst level before the fullest memory', () => {
    const calm = { ...demand('calm', 0.84), limitBytes: 1_000 };
    const small = { ...demand('small', 0.83), ratio: { low: 0, expected: 0, high: 0 } };
    const found = findPressure([calm, small], 200, 'normal', DEFAULT_THRESHOLDS);
    expect([found.level, found.nearest.source]).toEqual(['warning', 'small']);
  });
});
