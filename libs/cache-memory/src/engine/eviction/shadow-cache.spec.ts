import { describe, expect, it } from '@jest/globals';
import { hashOf, PolicyCache, zipf } from '../../../test/contracts/policy-cache.js';
import { type EntryView, NONE } from './eviction-policy.js';
import { LruPolicy } from './lru.js';
import { ShadowCache } from './shadow-cache.js';

describe('ShadowCache', () => {
  it('hits exactly what a cache of its size would', () => {
    const shadow = new ShadowCache(() => new LruPolicy());
    shadow.bound(100, Infinity);
    const cache = new PolicyCache(() => new LruPolicy(), 100);
    for (const key of zipf(2_000, 20_000)) expect(shadow.access(hashOf(key), 1)).toBe(cache.access(key));
  });

  it('hits exactly what a cache of as many bytes would', () => {
    const weightOf = (key: number): number => 1 + (key % 9);
    const shadow = new ShadowCache(() => new LruPolicy());
    shadow.bound(Infinity, 300);
    const cache = new PolicyCache(() => new LruPolicy(), Infinity, 300, weightOf);
    for (const key of zipf(2_000, 20_000)) expect(shadow.access(hashOf(key), weightOf(key))).toBe(cache.access(key));
  });

  it.each([
    ['entries', 20, Infinity],
    ['bytes', Infinity, 60],
    ['both', 20, 60],
  ])('hits what a small cache would that is bound by %s', (_, maxEntries, maxWeight) => {
    const weightOf = (key: number): number => 1 + (key % 9);
    const shadow = new ShadowCache(() => new LruPolicy());
    shadow.bound(maxEntries, maxWeight);
    const cache = new PolicyCache(() => new LruPolicy(), maxEntries, maxWeight, weightOf);
    const accesses = zipf(150, 1_500);
    const hits = accesses.map((key) => shadow.access(hashOf(key), weightOf(key)));
    expect(hits).toEqual(accesses.map((key) => cache.access(key)));
  });

  it('stores nothing that its policy refuses, and takes the same slot for the next one', () => {
    const offered: number[] = [];
    class Closed extends LruPolicy {
      override offer(slot = NONE): void {
        offered.push(slot);
      }
      override victim(candidate = NONE): number {
        return candidate;
      }
    }
    const shadow = new ShadowCache(() => new Closed());
    shadow.bound(2, Infinity);
    for (const hash of [1, 2, 3, 4, 3]) expect(shadow.access(hash, 1)).toBe(false);
    expect([1, 2, 3].map((hash) => shadow.access(hash, 1))).toEqual([true, true, false]);
    expect(offered).toEqual([0, 1, 2, 2, 2, 2]);
  });

  it('shrinks to smaller bounds as newcomers come, and stores nothing that is heavier than they are', () => {
    const shadow = new ShadowCache(() => new LruPolicy());
    shadow.bound(10, Infinity);
    for (let hash = 0; hash < 10; hash++) shadow.access(hash, 1);
    shadow.bound(Infinity, 3);
    expect(shadow.access(50, 4)).toBe(false);
    expect(shadow.access(50, 4)).toBe(false);
    shadow.access(60, 1);
    expect([60, 9, 8].map((hash) => shadow.access(hash, 1))).toEqual([true, true, true]);
    expect(shadow.access(5, 1)).toBe(false);
  });

  it('describes its entries to the policy', () => {
    let seen: EntryView | undefined;
    const shadow = new ShadowCache((entries) => {
      seen = entries;
      return new LruPolicy();
    });
    shadow.bound(100, Infinity);
    for (let hash = 0; hash < 40; hash++) shadow.access(hash, hash + 0.5);
    expect([seen!.hash(33), seen!.weight(33), seen!.cost(33), seen!.deadline(33)]).toEqual([33, 33.5, 0, Infinity]);
  });
});
