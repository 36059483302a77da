import { reasonOf } from '../engine/options/reason-of.js';
import { AlertPace } from '../pressure/governor/alert-pace.js';
import type { GovernorFailure } from '../pressure/governor/governor-parts.js';
import type { MemoryAlert, MemoryAlertKind } from '../pressure/memory-alert.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import { megabytes } from '../pressure/megabytes.js';

/** From this share of its limit on it is worth an alert, once in a process, that a container is fragmented. */
const FRAGMENTED = 0.2;

/** Turns what a look at memory found into alerts, at most one of a kind a minute. */
export class MemoryAlerts {
  readonly #pace = new AlertPace();
  #isFragmentedTold = false;

  /** The alerts that may pass. */
  of(report: MemoryReport, failures: readonly GovernorFailure[]): MemoryAlert[] {
    const found = [levelOf(report), this.#fragmentedBy(report), emptiedBy(report), failures.map(failed)].flat();
    return found.flatMap(([kind, message]) => {
      const heldBack = this.#pace.pass(kind, report.checkedAt);
      return heldBack === undefined ? [] : [{ kind, message, at: report.checkedAt, heldBack, report }];
    });
  }

  #fragmentedBy({ fragmentedBytes, readings }: MemoryReport): [MemoryAlertKind, string][] {
    const container = readings.find(({ source }) => source === 'container');
    if (this.#isFragmentedTold || !container || fragmentedBytes < FRAGMENTED * container.limitBytes) return [];
    this.#isFragmentedTold = true;
    const lost = `${megabytes(fragmentedBytes)} of the container are lost to pieces of freed Buffers`;
    return [['fragmented', `${lost}; with glibc, set MALLOC_MMAP_THRESHOLD_=16384 MALLOC_MMAP_MAX_=30000`]];
  }
}

function levelOf(report: MemoryReport): [MemoryAlertKind, string][] {
  const { level, previousLevel, usage, source, usedBytes, limitBytes, relief } = report;
  if (level === 'normal') return [];
  const change = level === previousLevel ? `still ${level}` : `${previousLevel} -> ${level}`;
  const evicted = relief.map(({ region, entries, weight }) => `${region} ${entries} (${megabytes(weight)})`).join(', ');
  const usedOf = `${source} at ${(usage * 100).toFixed(1)} %, ${megabytes(usedBytes)} of ${megabytes(limitBytes)}`;
  return [[level, `Memory pressure ${change}: ${usedOf}${evicted ? `; evicted from ${evicted}` : ''}`]];
}

function emptiedBy({ steps }: MemoryReport): [MemoryAlertKind, string][] {
  const emptied = steps.filter(({ step }) => step === 'empty').map(({ of, entries }) => `${of} ${entries}`);
  if (emptied.length === 0) return [];
  return [['emptied', `Memory stays critical: protected entries left ${emptied.join(', ')} until pressure is gone`]];
}

function failed({ kind, of, error }: GovernorFailure): [MemoryAlertKind, string] {
  const what = {
    'rebuild failed': `Region '${of}' was not rebuilt`,
    'region failed': `Region '${of}' gave nothing back`,
    'reclaimer failed': `Reclaimer '${of}'`,
  };
  return [kind, `${what[kind]}: ${reasonOf(error)}`];
}
