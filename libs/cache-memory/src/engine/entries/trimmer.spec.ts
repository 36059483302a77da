import { describe, expect, it } from '@jest/globals';
import { MethodInstanceCache } from '../method-instance-cache.js';

/** A cache of so many entries of one byte, to whose departures nobody listens. */
function filled(entries: number): MethodInstanceCache<number, number> {
  const cache = new MethodInstanceCache<number, number>({ maxEntries: 2_000, weigher: () => 1, policy: 'lru' });
  for (let key = 0; key < entries; key++) cache.set(key, key);
  return cache;
}

describe('a gentle trim', () => {
  it('evicts a thousand at a turn, and answers what it removed in all', async () => {
    const cache = filled(1_100);
    const trimming = cache.trimGently({ entries: 20 });
    expect([cache.size, cache.peek(999), cache.peek(1_000)]).toEqual([100, undefined, 1_000]);
    await expect(trimming).resolves.toEqual({ entries: 1_080, weight: 1_080 });
    expect([cache.size, cache.weight, cache.peek(1_079), cache.peek(1_080)]).toEqual([20, 20, undefined, 1_080]);
    expect(cache.stats().removals).toMatchObject({ pressure: 1_080, size: 0 });
  });

  it('ends where nothing more may go', async () => {
    const cache = filled(3);
    cache.set(7, 7, { protected: true });
    await expect(cache.trimGently({ entries: 0 })).resolves.toEqual({ entries: 3, weight: 3 });
    await expect(cache.trimGently({ entries: 0 })).resolves.toEqual({ entries: 0, weight: 0 });
    expect(cache.has(7)).toBe(true);
  });
});
