import { describe, expect, it } from '@jest/globals';
import { PolicyCache, range } from '../../../test/contracts/policy-cache.js';
import { LfuPolicy } from './lfu.js';

const cacheOf = (maxEntries: number): PolicyCache => new PolicyCache(() => new LfuPolicy(), maxEntries);

describe('LfuPolicy', () => {
  it('evicts what is used least often, and of equals the least recently used', () => {
    const cache = cacheOf(5);
    cache.accessAll([1, 2, 3, 4, 5, 1, 1, 1, 2, 2, 4, 5, 4]);
    expect(cache.drain()).toEqual([3, 5, 2, 4, 1]);
  });

  it('keeps what is used often through a scan', () => {
    const cache = cacheOf(10);
    for (let round = 0; round < 5; round++) cache.accessAll(range(0, 8));
    cache.accessAll(range(100, 104));
    expect(cache.keys).toEqual([...range(0, 8), 102, 103]);
  });

  it('ages: what was used often once gives way to newcomers in the end', () => {
    const cache = cacheOf(4);
    for (let hit = 0; hit < 50; hit++) cache.access(0);
    let newcomers = 0;
    while (cache.slots.has(0) && newcomers < 1_000) cache.access(++newcomers);
    expect(newcomers).toBeGreaterThan(50);
    expect(newcomers).toBeLessThan(200);
  });

  it('counts far more uses than it can tell apart', () => {
    const cache = cacheOf(3);
    for (let hit = 0; hit < 10_000; hit++) cache.accessAll([0, 1]);
    cache.accessAll(range(2, 250));
    expect(cache.keys).toEqual([0, 1, 249]);
    cache.access(0);
    cache.accessAll(range(250, 1_000));
    expect(cache.slots.has(1)).toBe(false);
    expect(cache.drain()).toHaveLength(3);
  });
});
