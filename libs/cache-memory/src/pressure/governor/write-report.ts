import type { BudgetReport, MemoryReport, RegionRelief } from '../memory-report.js';
import type { PressureLevel, PressureThresholds } from '../pressure-level.js';
import type { ReliefStep } from '../relief-step.js';
import type { View } from './lookout.js';

/** What one look found and did. */
export interface LookResult {
  /** What was found before relief. */
  readonly view: View;
  readonly level: PressureLevel;
  readonly thresholds: PressureThresholds;
  readonly budget: BudgetReport;
  readonly expired: number;
  readonly relief: readonly RegionRelief[];
  readonly steps: readonly ReliefStep[];
  readonly awaitingRebuild: readonly string[];
  readonly isCheck: boolean;
  readonly tookMs: number;
}

/** The report of a look, which follows another one. Field by field, since looks are made within insertions, and spreading is slow. */
export function writeReport(before: MemoryReport | undefined, result: LookResult): MemoryReport {
  const { view, level, isCheck, steps } = result;
  const { source, usedBytes, limitBytes } = view.found.nearest;
  const usage = usedBytes / limitBytes;
  const now = Date.now();
  return Object.freeze({
    checkedAt: now,
    tookMs: result.tookMs,
    level,
    previousLevel: before?.level ?? 'normal',
    usage,
    usedBytes: Math.round(usedBytes),
    limitBytes,
    source,
    readings: view.demands.map(({ source, usedBytes, limitBytes }) => ({
      source,
      usedBytes: Math.round(usedBytes),
      limitBytes,
    })),
    fragmentedBytes: Math.round(view.live.fragmentedBytes),
    unreadable: view.sample.unreadable,
    thresholds: result.thresholds,
    budget: result.budget,
    expired: result.expired,
    relief: result.relief,
    steps,
    awaitingRebuild: result.awaitingRebuild,
    majorCollections: view.sample.majorCollections,
    checks: (before?.checks ?? 0) + (isCheck ? 1 : 0),
    warnings: (before?.warnings ?? 0) + (isCheck && level !== 'normal' ? 1 : 0),
    peakUsage: Math.max(before?.peakUsage ?? 0, usage),
    lastEvictionAt: steps.some(isEviction) ? now : before?.lastEvictionAt,
  });
}

function isEviction({ step }: ReliefStep): boolean {
  return step === 'shed' || step === 'trim' || step === 'drop';
}
