import { describe, expect, it } from '@jest/globals';
import { TwinCaches } from '../../../test/twin-caches.js';
import type { CacheOptions } from '../cache-options.js';
import type { TrimTarget } from './trim-target.js';

/** Twins that hold a hundred entries: under whole numbers and texts, of 0 to 9 bytes where they are weighed. */
function filled(options: Partial<CacheOptions<number | string, object>>): TwinCaches<number | string> {
  const twins = new TwinCaches<number | string>({ maxEntries: 100, policy: 'lru', ...options });
  const set = (index: number): void => {
    const key = index % 3 === 0 ? `k${index}` : index;
    for (const cache of [twins.short, twins.long]) cache.set(key, { index });
  };
  for (let index = 0; index < 100; index++) set(index);
  return twins;
}

const weighed = { weigher: (value: object) => (value as { index: number }).index % 10 };

describe('eviction whose departures are only counted', () => {
  it.each<[string, TrimTarget, Partial<CacheOptions<number | string, object>>]>([
    ['a few entries', { entries: 90 }, {}],
    ['a quarter of the entries', { entries: 75 }, {}],
    ['most of the entries', { entries: 10 }, {}],
    ['all entries', { entries: 0 }, {}],
    ['none, where there are no more', { entries: 100 }, {}],
    ['a few bytes', { bytes: 400 }, weighed],
    ['most of the bytes', { bytes: 45 }, weighed],
    ['all bytes', { bytes: 0 }, weighed],
    ['all bytes of entries without weight', { bytes: 0 }, {}],
    ['few entries and many bytes', { entries: 95, bytes: 30 }, weighed],
    ['many entries and few bytes', { entries: 20, bytes: 440 }, weighed],
  ])('takes %s out as one by one: the same entries, counts and weights', (_, target, options) => {
    const twins = filled(options);
    twins.do((cache) => cache.trim(target));
    twins.check();
    for (let key = 1_000; key < 1_120; key++) twins.do((cache) => cache.set(key, { index: key }));
    twins.check();
    expect(twins.short.size).toBe(100);
    expect(twins.short.get(1_119)).toEqual({ index: 1_119 });
  });

  it('gives the event loop its turn after a thousand, and goes on to the target', async () => {
    const twins = new TwinCaches<number>({ maxEntries: 3_000, policy: 'lru' });
    for (let key = 0; key < 1_300; key++) for (const cache of [twins.short, twins.long]) cache.set(key, { key });
    const trimming = [twins.short, twins.long].map((cache) => cache.trimGently({ entries: 100 }));
    expect([twins.short.size, twins.long.size]).toEqual([300, 300]);
    expect(await Promise.all(trimming)).toEqual([
      { entries: 1_200, weight: 0 },
      { entries: 1_200, weight: 0 },
    ]);
    expect(twins.short.stats()).toEqual(twins.long.stats());
    twins.check();
    expect(twins.short.peek(1_200)).toEqual({ key: 1_200 });
  });

  it('leaves no rounding error behind when nothing is left', () => {
    const twins = filled({ weigher: (value) => (value as { index: number }).index / 10 });
    for (const entries of [99, 50, 1, 0]) twins.do((cache) => cache.trim({ entries }));
    expect([twins.short.weight, twins.short.size]).toEqual([0, 0]);
  });
});
