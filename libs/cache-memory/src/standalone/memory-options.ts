import { type ByteSize, parseByteSize } from '../engine/options/byte-size.js';
import type { Duration } from '../engine/options/duration.js';
import { CacheMemoryError } from '../engine/errors.js';
import { parseInterval } from '../engine/options/interval.js';
import { flag, must, type OptionRule, readOptions } from '../engine/options/option-rules.js';
import { DEFAULT_THRESHOLDS, type PressureThresholds } from '../pressure/pressure-level.js';
import { readPercentage } from './read-percentage.js';

/** How memory is watched. */
export interface MemoryOptions {
  /**
   * What the process may use: `'auto'` (the nearer of heap limit and container limit), bytes, a size such as `'512MB'`, or a
   * share of the automatic limit such as `'50%'`. With anything but `'auto'` heap and external memory together are held
   * against it, besides the automatic limits. `'auto'` unless said.
   */
  readonly limit?: ByteSize | undefined;
  /** Time between two checks; `'30s'` unless said. */
  readonly checkInterval?: Duration | undefined;
  /** Where each level begins; 0.80, 0.90 and 0.95 of the limit unless said. */
  readonly thresholds?: Partial<PressureThresholds> | undefined;
  /**
   * Whether garbage may be collected on V8's behalf where that decides something: in a container that V8 does not watch, and
   * before protected entries have to leave. Rate-limited; `true` unless said.
   */
  readonly forceCollection?: boolean | undefined;
  /**
   * Whether V8's rule that ends a process ("Ineffective mark-compacts near heap limit") is off while the heap is near its limit and
   * caches hold something of it that they can give back. It is one rule for the process, workers included. Where it holds,
   * caches fill the heap to 0.74 of its limit only. `true` unless said.
   */
  readonly deferHeapAbort?: boolean | undefined;
}

/** The memory options that can change while the caches are in use; those that are left out stay. */
export type MemoryConfiguration = Omit<MemoryOptions, 'checkInterval'>;

/** The memory options once they are read. */
export interface MemorySettings {
  /** Bytes, or `undefined` for the automatic limits alone. */
  readonly limitBytes: number | undefined;
  readonly checkIntervalMs: number;
  readonly thresholds: PressureThresholds;
  readonly forceCollection: boolean;
  readonly deferHeapAbort: boolean;
}

const DEFAULT_INTERVAL_MS = 30_000;

const share = must<number>(
  'a share above 0 and at most 1',
  (value) => typeof value === 'number' && value > 0 && value <= 1,
);

const thresholdRules = { warning: share, eviction: share, critical: share };

/** Reads the memory options; `processLimit` is what the process may use, in bytes. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readMemoryOptions(options: unknown, processLimit: number): MemorySettings {
  const rules = {
    limit: limitRule(processLimit),
    checkInterval: parseInterval,
    thresholds: thresholdsOver(DEFAULT_THRESHOLDS),
    forceCollection: flag,
    deferHeapAbort: flag,
  };
  const read = readOptions(options, rules, 'memory');
  return Object.freeze({
    limitBytes: read.limit === 'auto' ? undefined : read.limit,
    checkIntervalMs: read.checkInterval ?? DEFAULT_INTERVAL_MS,
    thresholds: read.thresholds ?? DEFAULT_THRESHOLDS,
    forceCollection: read.forceCollection ?? true,
    deferHeapAbort: read.deferHeapAbort ?? true,
  });
}

/** The settings after a change. Throws like `readMemoryOptions`, and then nothing has changed. */
export function changeMemorySettings(settings: MemorySettings, change: unknown, processLimit: number): MemorySettings {
  const rules = {
    limit: limitRule(processLimit),
    thresholds: thresholdsOver(settings.thresholds),
    forceCollection: flag,
    deferHeapAbort: flag,
  };
  const read = readOptions(change, rules, 'configureMemory');
  return Object.freeze({
    limitBytes: read.limit === undefined ? settings.limitBytes : read.limit === 'auto' ? undefined : read.limit,
    checkIntervalMs: settings.checkIntervalMs,
    thresholds: read.thresholds ?? settings.thresholds,
    forceCollection: read.forceCollection ?? settings.forceCollection,
    deferHeapAbort: read.deferHeapAbort ?? settings.deferHeapAbort,
  });
}

/** The rule for the option `limit`. */
export function limitRule(processLimit: number): OptionRule<number | 'auto'> {
  return (value, option) => {
    if (value === 'auto') return value;
    const portion = readPercentage(value);
    if (portion === undefined) return parseByteSize(value, option);
    return Math.floor(share(portion, option) * processLimit);
  };
}

/** The rule for the option `thresholds`: those that are left out are what they were before. */
export function thresholdsOver(before: PressureThresholds): OptionRule<PressureThresholds> {
  return (value, option) => {
    const read = { ...before, ...readOptions(value, thresholdRules, option) };
    if (read.warning < read.eviction && read.eviction < read.critical) return Object.freeze(read);
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: option,
      expected: 'warning below eviction below critical',
      found: `${read.warning}, ${read.eviction}, ${read.critical}`,
      remedy: `order them; those that are left out are ${before.warning}, ${before.eviction} and ${before.critical}`,
    });
  };
}
