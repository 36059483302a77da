import { describe, expect, it } from '@jest/globals';
import { Keyv } from 'keyv';
import { reclaimKeyv } from './reclaim-keyv.js';
import { reclaimLruCache } from './reclaim-lru-cache.js';

/** An `lru-cache` as far as it matters here: entries in the order of their use. */
class LruDouble {
  readonly #entries = new Map<string, string>();
  constructor(private readonly sizeCalculation?: (value: string) => number) {}
  get size() {
    return this.#entries.size;
  }
  get calculatedSize() {
    const values = [...this.#entries.values()];
    return this.sizeCalculation ? values.reduce((sum, value) => sum + this.sizeCalculation!(value), 0) : 0;
  }
  set(key: string, value: string) {
    this.#entries.set(key, value);
  }
  has(key: string) {
    return this.#entries.has(key);
  }
  values() {
    return this.#entries.values();
  }
  pop() {
    const [[key, value] = []] = this.#entries;
    if (key !== undefined) this.#entries.delete(key);
    return value;
  }
}

const text = (index: number) => `${index}`.padStart(1_000, '.');

describe('reclaimLruCache', () => {
  it('estimates by the sizes that the cache counts, and takes the entries used longest ago', () => {
    const cache = new LruDouble((value) => value.length);
    for (let index = 0; index < 50; index++) cache.set(`${index}`, text(index));
    const reclaimer = reclaimLruCache('templates', cache);
    expect(reclaimer.estimateBytes()).toBe(50_000);
    expect(reclaimer.reclaim(10_000)).toBe(10_000);
    expect([cache.size, cache.has('9'), cache.has('10')]).toEqual([40, false, true]);
  });

  it('measures a few values where the cache counts no sizes', () => {
    const cache = new LruDouble();
    for (let index = 0; index < 50; index++) cache.set(`${index}`, text(index));
    const reclaimer = reclaimLruCache('templates', cache);
    expect(reclaimer.estimateBytes()).toBeGreaterThan(50_000);
    expect(reclaimer.reclaim(Infinity)).toBeGreaterThan(50_000);
    expect([cache.size, reclaimer.estimateBytes(), reclaimer.reclaim(1)]).toEqual([0, 0, 0]);
  });
});

describe('reclaimKeyv', () => {
  it('takes the entries stored first from a store in memory', async () => {
    const keyv = new Keyv();
    for (let index = 0; index < 50; index++) await keyv.set(`${index}`, text(index));
    const reclaimer = reclaimKeyv('sessions', keyv);
    const estimate = reclaimer.estimateBytes();
    expect(estimate).toBeGreaterThan(50_000);
    expect(reclaimer.reclaim(estimate / 5)).toBeGreaterThanOrEqual(estimate / 5);
    expect([await keyv.get('0'), await keyv.get('49')]).toEqual([undefined, text(49)]);
  });

  it('has nothing to give where the store is elsewhere', () => {
    const reclaimer = reclaimKeyv('remote', { opts: { store: { get: () => undefined } } });
    expect([reclaimer.estimateBytes(), reclaimer.reclaim(100)]).toEqual([0, 0]);
  });
});
