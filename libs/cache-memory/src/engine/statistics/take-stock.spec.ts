import { describe, expect, it } from '@jest/globals';
import { MethodInstanceCache } from '../method-instance-cache.js';

describe('the statistics of a cache', () => {
  it('tell what may be evicted apart from what is protected', () => {
    const cache = new MethodInstanceCache<string, number>({ maxBytes: 1_000, weigher: (value) => value });
    cache.set('a', 100);
    cache.set('b', 200);
    cache.set('c', 50, { protected: true });
    expect(cache.stats()).toMatchObject({
      entries: 3,
      weight: 350,
      protectedEntries: 1,
      protectedWeight: 50,
      evictableEntries: 2,
      evictableWeight: 300,
    });
  });

  it('tell how full it is by the nearer of its bounds', () => {
    const cache = new MethodInstanceCache<string, number>({
      maxBytes: 1_000,
      maxEntries: 4,
      weigher: (value) => value,
    });
    cache.set('a', 100);
    expect(cache.stats()).toMatchObject({ utilisation: 0.25, maxBytes: 1_000, maxEntries: 4 });
    cache.set('b', 500);
    expect(cache.stats().utilisation).toBe(0.6);
  });

  it('name no bound that there is not', () => {
    const byEntries = new MethodInstanceCache<string, number>({ maxEntries: 4 }).stats();
    expect([byEntries.maxBytes, byEntries.maxEntries, byEntries.utilisation]).toEqual([undefined, 4, 0]);
    const byBytes = new MethodInstanceCache<string, number>({ maxBytes: 10, weigher: () => 1 }).stats();
    expect([byBytes.maxBytes, byBytes.maxEntries]).toEqual([10, undefined]);
  });
});
