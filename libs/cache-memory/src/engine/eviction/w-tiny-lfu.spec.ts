import { describe, expect, it } from '@jest/globals';
import { PolicyCache, randomsFrom, range, zipf } from '../../../test/contracts/policy-cache.js';
import { LruPolicy } from './lru.js';
import { WTinyLfuPolicy } from './w-tiny-lfu.js';

const cacheOf = (
  maxEntries: number,
  maxWeight = Infinity,
  weightOf?: (key: number) => number,
): PolicyCache<WTinyLfuPolicy> =>
  new PolicyCache((entries) => new WTinyLfuPolicy(entries), maxEntries, maxWeight, weightOf);
const lruHits = (maxEntries: number, accesses: readonly number[]): number =>
  new PolicyCache(() => new LruPolicy(), maxEntries).accessAll(accesses);

/** Each key is asked for a few times soon after it came, and then never again. */
function recent(accesses: number, span: number): number[] {
  const random = randomsFrom(5);
  return Array.from({ length: accesses }, (_, time) => Math.floor(time / 4) + Math.floor(random() * span));
}

describe('WTinyLfuPolicy', () => {
  it('keeps a hot set through a scan', () => {
    const cache = cacheOf(200);
    for (let round = 0; round < 5; round++) cache.accessAll(range(0, 150));
    cache.accessAll(range(1_000, 3_000));
    expect(cache.accessAll(range(0, 150))).toBeGreaterThan(145);
  });

  it('keeps a small hot set through a scan', () => {
    const cache = cacheOf(40);
    for (let round = 0; round < 5; round++) cache.accessAll(range(0, 30));
    cache.accessAll(range(1_000, 1_300));
    expect(cache.accessAll(range(0, 30))).toBeGreaterThan(27);
  });

  it('widens and narrows the window of a small cache as recency or frequency is what counts', () => {
    const cache = cacheOf(60);
    const shares = [cache.policy.windowShare];
    cache.accessAll(recent(1_800, 55));
    shares.push(cache.policy.windowShare);
    for (let round = 0; round < 16; round++) cache.accessAll(range(1_000_000, 1_000_100));
    shares.push(cache.policy.windowShare);
    expect(shares[0]).toBe(0.02);
    expect(shares[1]).toBeGreaterThan(0.3);
    expect(shares[2]).toBeLessThan(shares[1]! / 2);
  });

  it('serves a small cache better than LRU where popularity is skewed', () => {
    const accesses = zipf(500, 1_800);
    expect(cacheOf(40).accessAll(accesses)).toBeGreaterThan(1.1 * lruHits(40, accesses));
  });

  it.each([1, 2, 3])('holds %d entries of twenty', (entries) => {
    const cache = cacheOf(entries);
    cache.accessAll(zipf(20, 1_000));
    expect([cache.slots.size, cache.drain().length]).toEqual([entries, entries]);
  });

  it.each([50, 500, 2_000])(
    'hits clearly more often than LRU where popularity is skewed, with %d entries',
    (entries) => {
      const accesses = zipf(20_000, 60_000);
      expect(cacheOf(entries).accessAll(accesses)).toBeGreaterThan(1.03 * lruHits(entries, accesses));
    },
  );

  it('widens its window where recency is all that counts, and hits nearly as often as LRU', () => {
    const [cache, lru] = [cacheOf(1_000), new PolicyCache(() => new LruPolicy(), 1_000)];
    const accesses = recent(100_000, 900);
    for (const contestant of [cache, lru]) contestant.accessAll(accesses.slice(0, 50_000));
    expect(cache.policy.windowShare).toBeGreaterThan(0.4);
    const rest = accesses.slice(50_000);
    expect(cache.accessAll(rest)).toBeGreaterThan(0.97 * lru.accessAll(rest));
  });

  it('narrows its window again where frequency is', () => {
    const cache = cacheOf(1_000);
    cache.accessAll(recent(100_000, 900));
    const wide = cache.policy.windowShare;
    for (let round = 0; round < 80; round++) cache.accessAll(range(1_000_000, 1_001_500));
    expect(cache.policy.windowShare).toBeLessThan(wide / 4);
    expect(cache.accessAll(range(1_000_000, 1_001_500))).toBeGreaterThan(700);
  });

  it.each([1, 2, 3, 5])('works with no more than %d entries', (entries) => {
    const cache = cacheOf(entries);
    cache.accessAll(zipf(20, 5_000));
    expect(cache.slots.size).toBe(entries);
    expect(cache.drain()).toHaveLength(entries);
  });

  it('hits far more often than LRU where entries differ in size', () => {
    const weightOf = (key: number): number => (key % 5 === 0 ? 50 : 1);
    const accesses = zipf(5_000, 40_000);
    const lru = new PolicyCache(() => new LruPolicy(), Infinity, 1_000, weightOf);
    expect(cacheOf(Infinity, 1_000, weightOf).accessAll(accesses)).toBeGreaterThan(1.2 * lru.accessAll(accesses));
  });

  it('comes to hold what is asked for now, however popular the past was', () => {
    const cache = cacheOf(200);
    cache.accessAll(zipf(1_000, 30_000));
    cache.accessAll(zipf(1_000, 30_000, 2).map((key) => key + 10_000));
    expect(cache.keys.filter((key) => key < 10_000).length).toBeLessThan(20);
  });
});
