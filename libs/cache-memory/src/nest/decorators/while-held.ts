import { CacheMemoryError } from '../../engine/errors.js';
import { isThenable } from '../../engine/options/is-thenable.js';
import type { Lease } from '../../engine/leasing/lease.js';

/** Runs a method while a lease is held that ends with it. */
export function whileHeld(lease: Lease | undefined, run: () => unknown): unknown {
  if (!lease) return run();
  let answer: unknown;
  try {
    answer = run();
  } catch (error) {
    lease.release();
    throw error;
  }
  if (isThenable(answer)) return Promise.resolve(answer).finally(() => lease.release());
  lease.release();
  return answer;
}

/** The error of a method that is to run behind its request on an instance that was disposed meanwhile. */
export function instanceEnded(tenant: string): CacheMemoryError {
  return new CacheMemoryError('LEASE_ENDED', {
    subject: `a cached method of tenant '${tenant}'`,
    expected: 'an instance that is in use',
    found: 'one that was disposed with its sub-tree',
    remedy: "wait for the tenant's next request, which makes the answer anew",
  });
}
