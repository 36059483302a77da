import { describe, expect, it } from '@jest/globals';
import { PolicyCache, range, zipf } from '../../../test/contracts/policy-cache.js';
import { LruPolicy } from './lru.js';
import { S3FifoPolicy } from './s3-fifo.js';

const cacheOf = (maxEntries: number): PolicyCache =>
  new PolicyCache((entries) => new S3FifoPolicy(entries), maxEntries);

/** S3-FIFO as its paper tells it, on plain arrays. */
class ReferenceS3Fifo {
  readonly #small: number[] = [];
  readonly #main: number[] = [];
  #ghosts: number[] = [];
  readonly #uses = new Map<number, number>();

  constructor(private readonly maxEntries: number) {}

  get keys(): number[] {
    return [...this.#uses.keys()].sort((one, other) => one - other);
  }

  access(key: number): void {
    const uses = this.#uses.get(key);
    if (uses !== undefined) {
      this.#uses.set(key, Math.min(3, uses + 1));
      return;
    }
    if (this.#uses.size === this.maxEntries) this.#evict();
    const latest = this.#main.length === 0 ? [] : this.#ghosts.slice(-this.#main.length);
    const isBack = latest.includes(key);
    if (isBack) this.#ghosts = this.#ghosts.map((ghost) => (ghost === key ? -1 : ghost));
    (isBack ? this.#main : this.#small).push(key);
    this.#uses.set(key, 0);
  }

  #evict(): void {
    for (;;) {
      const isSmall = this.#small.length >= Math.max(1, 0.1 * this.#uses.size) || this.#main.length === 0;
      const key = (isSmall ? this.#small : this.#main).shift()!;
      const uses = this.#uses.get(key)!;
      if (uses === 0 || (isSmall && uses === 1)) {
        this.#uses.delete(key);
        if (isSmall) this.#ghosts = [...this.#ghosts.map((ghost) => (ghost === key ? -1 : ghost)), key];
        return;
      }
      this.#uses.set(key, isSmall ? 0 : uses - 1);
      this.#main.push(key);
    }
  }
}

describe('S3FifoPolicy', () => {
  it.each([2, 5, 12, 30])('keeps exactly what its paper says, in a cache of %d entries', (entries) => {
    const cache = cacheOf(entries);
    const reference = new ReferenceS3Fifo(entries);
    for (const key of zipf(4 * entries, 900)) {
      cache.access(key);
      reference.access(key);
      expect(cache.keys).toEqual(reference.keys);
    }
  });

  it('keeps through a scan what was used more than once', () => {
    const cache = cacheOf(100);
    for (let round = 0; round < 3; round++) cache.accessAll(range(0, 80));
    cache.accessAll(range(1_000, 2_000));
    expect(cache.accessAll(range(0, 80))).toBe(80);
  });

  it('lets newcomers that nobody asks for again leave first', () => {
    const cache = cacheOf(20);
    for (let round = 0; round < 3; round++) cache.accessAll(range(0, 10));
    cache.accessAll(range(100, 110));
    cache.accessAll(range(200, 210));
    expect(cache.keys).toEqual([...range(0, 10), ...range(200, 210)]);
  });

  it('remembers what left, and does not make it wait again', () => {
    const cache = cacheOf(20);
    for (let round = 0; round < 3; round++) cache.accessAll(range(0, 18));
    cache.accessAll([100, ...range(200, 210)]);
    expect(cache.slots.has(100)).toBe(false);
    cache.accessAll([100, ...range(300, 320)]);
    expect(cache.slots.has(100)).toBe(true);
  });

  it('serves a small cache better than LRU where popularity is skewed', () => {
    const accesses = zipf(1_000, 6_000);
    const lru = new PolicyCache(() => new LruPolicy(), 40).accessAll(accesses);
    expect(cacheOf(40).accessAll(accesses)).toBeGreaterThan(1.1 * lru);
  });

  it('gives each entry as many more rounds as it was used, up to three', () => {
    const cache = cacheOf(10);
    cache.accessAll(range(0, 10));
    for (const key of [0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3]) cache.access(key);
    expect(cache.drain()).toEqual([0, 4, 5, 6, 7, 8, 9, 1, 2, 3]);
  });

  it('hits more often than LRU where popularity is skewed', () => {
    const accesses = zipf(10_000, 100_000);
    const lru = new PolicyCache(() => new LruPolicy(), 200).accessAll(accesses);
    expect(cacheOf(200).accessAll(accesses)).toBeGreaterThan(1.1 * lru);
  });

  it('names a victim for every newcomer, however often all were used', () => {
    const cache = cacheOf(20_000);
    for (let round = 0; round < 5; round++) cache.accessAll(range(0, 20_000));
    expect(cache.accessAll(range(50_000, 50_100))).toBe(0);
    expect(cache.accessAll(range(50_000, 50_100))).toBeGreaterThan(0);
  });
});
