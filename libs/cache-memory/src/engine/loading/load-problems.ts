import { describeValue } from '../options/describe-value.js';
import { CacheMemoryError } from '../errors.js';

/** The error of a load that took longer than it may. */
export function loadTimedOut(key: unknown, loadTimeoutMs: number): CacheMemoryError {
  return new CacheMemoryError('LOAD_TIMEOUT', {
    subject: `load of ${describeValue(key)}`,
    expected: `a value within ${loadTimeoutMs} ms`,
    found: 'none',
    remedy: 'raise loadTimeout or mend the loader; the next call tries again',
  });
}

/** The error of a loader that asks for the very key that it is to make. */
export function loadRecursed(key: unknown): CacheMemoryError {
  return new CacheMemoryError('RECURSIVE_LOAD', {
    subject: `load of ${describeValue(key)}`,
    expected: 'a loader that does not ask for its own key',
    found: 'one that does',
    remedy: 'give the inner value a key of its own',
  });
}

/** The error of a promise where a value was due at once. */
export function promiseFromSyncLoader(): CacheMemoryError {
  return new CacheMemoryError('INVALID_VALUE', {
    subject: 'getOrCreateSync',
    expected: 'a loader that answers a value at once',
    found: 'a promise',
    remedy: 'use getOrCreate',
  });
}
