import { describe, expect, it } from '@jest/globals';
import type { MemoryReport } from '../memory-report.js';
import { DEFAULT_THRESHOLDS, type PressureLevel } from '../pressure-level.js';
import type { ReliefStep } from '../relief-step.js';
import type { View } from './lookout.js';
import { writeReport } from './write-report.js';

const step = (of: ReliefStep['step']): ReliefStep => ({ step: of, of: 'a', entries: 1, bytes: 1, ms: 0 });

const report = (
  before: MemoryReport | undefined,
  changes: { level?: PressureLevel; usedBytes?: number; isCheck?: boolean; steps?: ReliefStep[] } = {},
) => {
  const { level = 'normal', usedBytes = 500, isCheck = false, steps = [] } = changes;
  const demands = [
    { source: 'heap', usedBytes, limitBytes: 1_000, aim: 0.8 },
    { source: 'container', usedBytes: 10, limitBytes: 1_000, aim: 0.8 },
  ];
  const view = {
    sample: { unreadable: ['stall'], majorCollections: 7 },
    found: { level, nearest: demands[0] },
    demands,
    live: { fragmentedBytes: 12.6 },
  } as unknown as View;
  return writeReport(before, {
    view,
    level,
    thresholds: DEFAULT_THRESHOLDS,
    budget: { bytes: 1, heldBytes: 1, shares: {}, heapRatio: 1, externalRatio: 1 },
    expired: 3,
    relief: [],
    steps,
    awaitingRebuild: ['b'],
    isCheck,
    tookMs: 2,
  });
};

describe('writeReport', () => {
  it('tells what one look found, of which nobody changes anything', () => {
    const first = report(undefined, { level: 'warning' });
    expect(first).toMatchObject({
      tookMs: 2,
      level: 'warning',
      previousLevel: 'normal',
      usage: 0.5,
      usedBytes: 500,
      limitBytes: 1_000,
      fragmentedBytes: 13,
      source: 'heap',
      readings: [
        { source: 'heap', usedBytes: 500, limitBytes: 1_000 },
        { source: 'container', usedBytes: 10, limitBytes: 1_000 },
      ],
      unreadable: ['stall'],
      expired: 3,
      relief: [],
      awaitingRebuild: ['b'],
      majorCollections: 7,
      lastEvictionAt: undefined,
    });
    expect(Object.keys(first.readings[0]!)).toEqual(['source', 'usedBytes', 'limitBytes']);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it('tells whole bytes of what was estimated', () => {
    const { usedBytes, readings, usage } = report(undefined, { usedBytes: 500.4 });
    expect([usedBytes, readings[0]!.usedBytes, usage]).toEqual([500, 500, 0.5004]);
  });

  it('remembers the level before and the highest usage', () => {
    const first = report(undefined, { level: 'eviction', usedBytes: 920 });
    const second = report(first, { usedBytes: 300 });
    expect([second.previousLevel, second.usage, second.peakUsage]).toEqual(['eviction', 0.3, 0.92]);
    expect(report(second, { usedBytes: 990 }).peakUsage).toBe(0.99);
  });

  it('counts the checks, and those that found more than normal, not the looks between them', () => {
    const check = report(undefined, { isCheck: true });
    expect([check.checks, check.warnings]).toEqual([1, 0]);
    const warned = report(check, { isCheck: true, level: 'warning' });
    expect([warned.checks, warned.warnings]).toEqual([2, 1]);
    const look = report(warned, { level: 'critical' });
    expect([look.checks, look.warnings]).toEqual([2, 1]);
  });

  it.each(['shed', 'trim', 'drop'] as const)('remembers when it last evicted something: %s', (kind) => {
    const first = report(undefined, { steps: [step('collect'), step(kind)] });
    expect(first.lastEvictionAt).toBe(first.checkedAt);
    expect(report(first).lastEvictionAt).toBe(first.lastEvictionAt);
  });

  it.each(['expire', 'reclaim', 'collect', 'empty', 'rebuild'] as const)('takes no %s for an eviction', (kind) => {
    expect(report(undefined, { steps: [step(kind)] }).lastEvictionAt).toBeUndefined();
  });
});
