import { parseDuration } from '../duration.js';
import { type EntryPlan, entryRules, planOf } from '../entry-plan.js';
import { must, readOptions } from '../option-rules.js';
import type { LoadOptions } from './loader.js';

/** What a load is to be, once its options and the cache's settings are read together. */
export interface LoadPlan {
  readonly entry: EntryPlan;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds; `Infinity` for no limit. */
  readonly loadTimeoutMs: number;
}

const abortSignal = must<AbortSignal>('an AbortSignal', (value) => {
  const signal = value as Partial<AbortSignal> | null;
  return typeof signal?.aborted === 'boolean' && typeof signal.addEventListener === 'function';
});

const rules = { ...entryRules, signal: abortSignal, loadTimeout: parseDuration };

/** Reads the options of one load. Throws what `planEntry` throws. */
export function planLoad(options: LoadOptions | undefined, defaults: EntryPlan, loadTimeoutMs: number): LoadPlan {
  if (options === undefined) return { entry: defaults, signal: undefined, loadTimeoutMs };
  const read = readOptions(options, rules, 'load options');
  return { entry: planOf(read, defaults), signal: read.signal, loadTimeoutMs: read.loadTimeout ?? loadTimeoutMs };
}
