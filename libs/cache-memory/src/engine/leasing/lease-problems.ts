import { describeValue } from '../options/describe-value.js';
import { CacheMemoryError } from '../errors.js';

/** The error of a lease that would be one instance too many. */
export function leasesExhausted(region: string, key: unknown, maxLeased: number): CacheMemoryError {
  return new CacheMemoryError('LEASES_EXHAUSTED', {
    subject: `region '${region}', lease on ${describeValue(key)}`,
    expected: `fewer than ${maxLeased} leased instances`,
    found: 'as many',
    remedy: 'release leases sooner, or raise maxLeased',
  });
}

/** The error of an instance that is asked for through a lease that has ended. */
export function leaseEnded(key: unknown): CacheMemoryError {
  return new CacheMemoryError('LEASE_ENDED', {
    subject: `lease on ${describeValue(key)}`,
    expected: 'a lease that is held',
    found: 'one that was released',
    remedy: 'use the instance before release(), or acquire it anew',
  });
}

/** Whether there was no place for one more leased instance. */
export function isExhaustion(error: unknown): boolean {
  return error instanceof CacheMemoryError && error.code === 'LEASES_EXHAUSTED';
}
