import { describe, expect, it } from '@jest/globals';
import type { ByteMeter } from './byte-meter.js';
import { MethodInstanceCache } from './method-instance-cache.js';

class FakeMeter implements ByteMeter {
  allowedBytes = Infinity;
  isOpen = true;
  readonly asked: number[] = [];
  onAsked = (): void => undefined;
  admits(weight: number): boolean {
    this.asked.push(weight);
    this.onAsked();
    return this.isOpen;
  }
}

const governed = () => {
  const meter = new FakeMeter();
  const cache = new MethodInstanceCache<string, number>({ maxBytes: 100, weigher: (value) => value }, meter);
  return { meter, cache };
};

describe('a governed cache', () => {
  it('asks before each value that it stores', () => {
    const { meter, cache } = governed();
    cache.set('a', 10);
    cache.set('b', 20);
    expect(meter.asked).toEqual([10, 20]);
  });

  it('evicts by the cause pressure where the meter allows less than its own bound, else by size', () => {
    const { meter, cache } = governed();
    meter.allowedBytes = 50;
    cache.set('a', 30);
    cache.set('b', 30);
    expect(cache.stats().removals).toMatchObject({ pressure: 1, size: 0 });
    meter.allowedBytes = Infinity;
    cache.set('c', 90);
    expect(cache.stats().removals).toMatchObject({ pressure: 1, size: 1 });
  });

  it('returns values without storing them while nothing is admitted', async () => {
    const { meter, cache } = governed();
    cache.set('a', 10);
    meter.isOpen = false;
    expect(cache.set('a', 11)).toBe(false);
    expect(await cache.getOrCreate('b', () => 12)).toBe(12);
    expect(cache.set('c', 13, { protected: true })).toBe(false);
    expect(cache.size).toBe(0);
    expect(cache.stats().rejections).toBe(3);
  });

  it('leaves everything where a value alone is more than the meter allows', () => {
    const { meter, cache } = governed();
    cache.set('a', 10);
    meter.allowedBytes = 20;
    expect(cache.set('b', 21)).toBe(false);
    expect(cache.peek('a')).toBe(10);
  });

  it('is whole while it asks, so that the answer may evict from it', () => {
    const { meter, cache } = governed();
    for (let each = 0; each < 9; each++) cache.set(`${each}`, 10);
    meter.onAsked = () => cache.trim({ bytes: 0 });
    expect(cache.set('3', 10)).toBe(true);
    expect([cache.size, cache.weight]).toEqual([1, 10]);
  });
});
