import { describeValue } from './describe-value.js';
import { CacheMemoryError } from '../errors.js';

/** Throws `INVALID_KEY` for the one value that is no key. */
export function checkKey(key: unknown): void {
  if (key !== undefined) return;
  throw new CacheMemoryError('INVALID_KEY', {
    subject: 'key',
    expected: 'any value but undefined',
    found: 'undefined',
    remedy: 'check where the key comes from',
  });
}

/** Throws `INVALID_VALUE` for the one value that cannot be told from a miss. */
export function checkValue(value: unknown): void {
  if (value !== undefined) return;
  throw new CacheMemoryError('INVALID_VALUE', {
    subject: 'value',
    expected: 'any value but undefined, which means a miss',
    found: 'undefined',
    remedy: 'store null, or delete the key',
  });
}

/** Throws `INVALID_OPTION` for what cannot be called. */
export function checkLoader(loader: unknown): void {
  if (typeof loader === 'function') return;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'loader',
    expected: 'a function that makes the value',
    found: describeValue(loader),
    remedy: 'pass ({ key, signal }) => value',
  });
}

/** Throws `INVALID_OPTION` for what cannot be called with an instance. */
export function checkWork(work: unknown): void {
  if (typeof work === 'function') return;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'use',
    expected: 'a function that works with the value',
    found: describeValue(work),
    remedy: 'pass (value) => result after the loader',
  });
}

/** Throws `INVALID_OPTION` for tags that are no texts. */
export function checkTags(tags: readonly unknown[]): void {
  const wrong = tags.findIndex((tag) => typeof tag !== 'string');
  if (wrong < 0) return;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'invalidate',
    expected: 'tags that are texts',
    found: describeValue(tags[wrong]),
    remedy: "pass each tag as an argument of its own, as in invalidate('models', 'tenant-7')",
  });
}
