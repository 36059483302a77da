import { CacheMemoryError } from '../src/engine/errors.js';

/** The library's own error that a call throws; fails where it throws nothing or something else. */
export function caught(call: () => unknown): CacheMemoryError {
  try {
    call();
  } catch (error) {
    if (error instanceof CacheMemoryError) return error;
    throw error;
  }
  throw new Error('expected a CacheMemoryError, but nothing was thrown');
}
