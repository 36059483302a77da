import { describe, expect, it } from '@jest/globals';
import { MethodInstanceCache } from '../method-instance-cache.js';
import { NO_CLAIMS } from './load-claims.js';

describe('where values are not shared', () => {
  it('everybody makes his own', async () => {
    await expect(NO_CLAIMS.claim('a')).resolves.toBe('free');
    await expect(NO_CLAIMS.end('a', true)).resolves.toBeUndefined();
  });

  it('a cache without a tier says so, and has nothing to wait for', async () => {
    const cache = new MethodInstanceCache<string>({ maxEntries: 1 });
    expect(cache.stats().tier).toBe('none');
    await expect(cache.tierSettled()).resolves.toBeUndefined();
    await cache.close();
  });
});
