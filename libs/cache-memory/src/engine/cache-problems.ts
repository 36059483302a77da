import { CacheMemoryError } from './errors.js';

/** A cache is used that was closed. */
export function cacheClosed(region: string): CacheMemoryError {
  return new CacheMemoryError('CACHE_CLOSED', {
    subject: `region '${region}'`,
    expected: 'a cache in use',
    found: 'one that was closed',
    remedy: 'do not use it after close() or after the application has shut down',
  });
}

/** Protected entries leave no room for what was asked. */
export function protectedFull(
  region: string,
  subject: string,
  expected: string,
  { guardedEntries, guardedWeight }: { readonly guardedEntries: number; readonly guardedWeight: number },
): CacheMemoryError {
  return new CacheMemoryError('PROTECTED_FULL', {
    subject: `region '${region}', ${subject}`,
    expected,
    found: `${guardedEntries} protected entries of ${guardedWeight} bytes, which are never evicted`,
    remedy: 'raise maxEntries or maxBytes, or delete protected entries first',
  });
}
