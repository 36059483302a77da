import { describeValue } from '../options/describe-value.js';
import { CacheMemoryError } from '../errors.js';
import { abortSignal } from '../loading/load-plan.js';
import type { LoadOptions } from '../loading/loader.js';
import { callable, positiveInteger, readOptions } from '../options/option-rules.js';
import type { WarmUpProgress } from './warm-up-report.js';

/** Where the keys of a warm-up come from. */
export type WarmUpSource<K> = Iterable<K> | AsyncIterable<K>;

/** How a cache is warmed up. */
export interface WarmUpOptions<K = any, V = any> {
  /** How many values are made at a time; 4 unless said. */
  readonly concurrency?: number | undefined;
  /** Hears after each key how far it has come; what it throws, or rejects with, is told as `listener.failed` and stops nothing. */
  readonly onProgress?: ((progress: WarmUpProgress) => void) | undefined;
  /** Ends the warm-up; loads that nobody else waits for are aborted. */
  readonly signal?: AbortSignal | undefined;
  /** What is said of each entry and its load, as for `getOrCreate`. */
  readonly entry?: Omit<LoadOptions<K, V>, 'signal'> | undefined;
}

/** The options of a warm-up once they are read; those of its entries are read as for any load. */
export interface WarmUpSettings {
  readonly concurrency: number;
  readonly onProgress: (progress: WarmUpProgress) => void;
  readonly signal: AbortSignal | undefined;
  readonly entry: LoadOptions | undefined;
}

const rules = {
  concurrency: positiveInteger,
  onProgress: callable<(progress: WarmUpProgress) => void>('a function that hears the progress'),
  signal: abortSignal,
  entry: (value: unknown) => value as LoadOptions,
};

/** Reads the options of a warm-up. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readWarmUpOptions(options: WarmUpOptions): WarmUpSettings {
  const { concurrency = 4, onProgress = () => {}, signal, entry } = readOptions(options, rules, 'warmUp');
  return { concurrency, onProgress, signal, entry };
}

/** The iterator of a source; a text is none, though it has letters. Throws `INVALID_OPTION`. */
export function iteratorOf<K>(source: WarmUpSource<K>): Iterator<K> | AsyncIterator<K> {
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if (Symbol.iterator in source) return source[Symbol.iterator]();
  }
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'warmUp',
    expected: 'keys: an array, or anything else to iterate over, at once or asynchronously',
    found: describeValue(source),
    remedy: 'pass the keys first and their loader second',
  });
}
