import { describe, expect, it } from '@jest/globals';
import { CacheMemoryError } from '../errors.js';
import { isExhaustion, leaseEnded, leasesExhausted } from './lease-problems.js';

describe('the errors of leases', () => {
  it('say what was expected, what was found and what to do', () => {
    expect(leasesExhausted('models', 'a', 5).message).toBe(
      "region 'models', lease on 'a': expected fewer than 5 leased instances, found as many; release leases sooner, or raise maxLeased.",
    );
    expect(leaseEnded('a').message).toBe(
      "lease on 'a': expected a lease that is held, found one that was released; use the instance before release(), or acquire it anew.",
    );
  });

  it('tell exhaustion from everything else', () => {
    const other = new CacheMemoryError('INVALID_KEY', leaseEnded('a').problem);
    const errors = [
      leasesExhausted('models', 'a', 5),
      leaseEnded('a'),
      other,
      new Error('LEASES_EXHAUSTED'),
      undefined,
    ];
    expect(errors.map((error) => isExhaustion(error))).toEqual([true, false, false, false, false]);
  });
});
