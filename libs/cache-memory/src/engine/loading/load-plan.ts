import { parseDuration } from '../options/duration.js';
import { type EntryPlan, entryRules, planOf } from '../entries/entry-plan.js';
import { must, type OptionRule, readOptions } from '../options/option-rules.js';
import type { LoadOptions, SyncLoadOptions } from './loader.js';

/** What a load is to be, once its options and the cache's settings are read together. */
export interface LoadPlan {
  readonly entry: EntryPlan;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds; `Infinity` for no limit. */
  readonly loadTimeoutMs: number;
  /** Milliseconds for which it is remembered that there is no value; 0 for not at all. */
  readonly negativeMs: number;
}

/** What the cache says of its loads. */
export type LoadDefaults = Pick<LoadPlan, 'loadTimeoutMs' | 'negativeMs'>;

/** The rule for a caller's signal. */
export const abortSignal: OptionRule<AbortSignal> = must<AbortSignal>('an AbortSignal', (value) => {
  const signal = value as Partial<AbortSignal> | null;
  return typeof signal?.aborted === 'boolean' && typeof signal.addEventListener === 'function';
});

const syncRules = { ...entryRules, negativeTtl: parseDuration };
const rules = { ...syncRules, signal: abortSignal, loadTimeout: parseDuration };

/** Reads the options of one load. Throws what `planEntry` throws. */
export function planLoad(options: LoadOptions | undefined, entry: EntryPlan, defaults: LoadDefaults): LoadPlan {
  const { loadTimeoutMs, negativeMs } = defaults;
  if (options === undefined) return { entry, signal: undefined, loadTimeoutMs, negativeMs };
  const read = readOptions(options, rules, 'load options');
  return {
    entry: planOf(read, entry),
    signal: read.signal,
    loadTimeoutMs: read.loadTimeout ?? loadTimeoutMs,
    negativeMs: read.negativeTtl ?? negativeMs,
  };
}

/** Reads the options of a load that answers at once, and so takes neither a signal nor a time-out. Throws what `planEntry` throws. */
export function planSyncLoad(
  options: SyncLoadOptions | undefined,
  entry: EntryPlan,
  { negativeMs }: LoadDefaults,
): LoadPlan {
  const read = options === undefined ? {} : readOptions(options, syncRules, 'load options');
  return {
    entry: options === undefined ? entry : planOf(read, entry),
    signal: undefined,
    loadTimeoutMs: Infinity,
    negativeMs: read.negativeTtl ?? negativeMs,
  };
}
