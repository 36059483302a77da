import { describe, expect, it } from '@jest/globals';
import { hashOf, PolicyCache, range } from '../../../test/contracts/policy-cache.js';
import { type EntryView, NONE } from './eviction-policy.js';
import { FrequencySketch } from './frequency-sketch.js';
import { WindowedLfu } from './windowed-lfu.js';

interface Setting {
  readonly share?: number;
  readonly maxEntries?: number;
  readonly maxWeight?: number;
  readonly weights?: Readonly<Record<number, number>>;
  readonly chance?: number;
}

/** A cache whose frequencies are what the test says. */
function cacheWith(
  frequencies: Record<number, number>,
  { share = 0.1, maxEntries = 10, maxWeight = Infinity, weights = {}, chance = 0.5 }: Setting = {},
): PolicyCache<WindowedLfu> {
  const sketch = new FrequencySketch();
  sketch.ensure(1_000);
  for (const [key, count] of Object.entries(frequencies)) {
    for (let added = 0; added < count; added++) sketch.add(hashOf(Number(key)));
  }
  const create = (entries: EntryView): WindowedLfu => new WindowedLfu(entries, sketch, share, () => chance);
  return new PolicyCache(create, maxEntries, maxWeight, (key) => weights[key] ?? 1);
}

describe('WindowedLfu', () => {
  it('lets what falls out of the window into the main area only where it is asked for more often', () => {
    const cache = cacheWith({ 0: 1, 9: 3 });
    cache.accessAll([0, ...range(1, 10), 100]);
    expect(cache.keys).toEqual([...range(1, 10), 100]);
  });

  it('keeps newcomers in the window by last use', () => {
    const cache = cacheWith(Object.fromEntries(range(0, 5).map((key) => [key, 9])), { share: 0.5 });
    cache.accessAll([...range(0, 5), ...range(10, 15)]);
    cache.access(10);
    cache.access(20);
    expect(cache.keys).toEqual([...range(0, 5), 10, 12, 13, 14, 20]);
  });

  it('sends those that have beaten a candidate to the back of the queue, lest one of them stop all', () => {
    const cache = cacheWith({ 0: 9, 100: 3, 101: 3, 102: 3 }, { maxEntries: 5 });
    cache.accessAll([0, 1, 2, 3, 4]);
    cache.accessAll([100, 101, 102, 103]);
    expect(cache.slots.has(0)).toBe(true);
    expect(cache.keys.filter((key) => key >= 100).length).toBeGreaterThan(1);
  });

  it('judges together all that would have to go for a large candidate', () => {
    const light = Object.fromEntries(range(0, 40).map((key) => [key, 1]));
    const cache = cacheWith(
      { ...light, 200: 1, 201: 6, 202: 14 },
      { maxEntries: Infinity, maxWeight: 40, weights: { 200: 10, 201: 10, 202: 10 } },
    );
    cache.accessAll([...range(0, 40), 200]);
    expect(cache.policy.isByWeight).toBe(true);
    cache.access(201);
    expect(cache.slots.has(201)).toBe(false);
    expect(cache.slots.size).toBe(31);
    cache.access(202);
    expect(cache.slots.has(202)).toBe(true);
  });

  it('lets a candidate that is asked for often in by chance', () => {
    const frequencies = { ...Object.fromEntries(range(0, 5).map((key) => [key, 12])), 100: 8, 101: 1 };
    const entries = { maxEntries: 5 };
    const [unlucky, lucky] = [cacheWith(frequencies, entries), cacheWith(frequencies, { ...entries, chance: 0.001 })];
    for (const cache of [unlucky, lucky]) cache.accessAll([...range(0, 5), 100, 101]);
    expect(unlucky.slots.has(100)).toBe(false);
    expect(lucky.slots.has(100)).toBe(true);
  });

  it('gives up what is on probation first, then what was used in the main area, and the window as its share shrinks', () => {
    const cache = cacheWith({}, { share: 0.2 });
    cache.accessAll([...range(0, 10), 3, 0]); // 8 and 9 are in the window
    expect(cache.drain()).toEqual([1, 2, 4, 8, 5, 6, 7, 3, 0, 9]);
  });

  it('protects no more than four fifths of the main area: what was used longest ago is on probation again', () => {
    const cache = cacheWith({});
    cache.accessAll([...range(0, 10), ...range(0, 7)]);
    expect(cache.drain().slice(0, 3)).toEqual([7, 8, 0]);
    const fuller = cacheWith({});
    fuller.accessAll([...range(0, 10), ...range(0, 9)]);
    expect(fuller.drain().slice(0, 3)).toEqual([0, 1, 2]);
  });

  it('puts what is protected no more behind what is on probation, and before what comes there later', () => {
    const cache = cacheWith({});
    cache.accessAll([...range(0, 10), ...range(0, 8)]); // eight are more than four fifths of nine: 0 is on probation again
    cache.remove(5);
    cache.access(20); // takes the place of 9 in the window
    expect(cache.drain().slice(0, 4)).toEqual([8, 0, 9, 1]);
  });

  it('leaves weights alone where places are what is scarce', () => {
    const cache = cacheWith({}, { share: 0.2, weights: { 0: 9, 3: 40, 5: 30, 8: 70 } });
    cache.accessAll([...range(0, 10), 3, 0]);
    expect(cache.drain()).toEqual([1, 2, 4, 8, 5, 6, 7, 3, 0, 9]);
  });

  it('moves what is used again to the back, wherever it is', () => {
    const cache = cacheWith({}, { share: 0.4 });
    cache.accessAll([...range(0, 10), 0, 1, 0, 6, 7]);
    expect(cache.drain()).toEqual([2, 3, 8, 4, 9, 5, 1, 6, 0, 7]);
  });

  it('takes bytes for scarce from the first newcomer that needs two victims, for 4,096 newcomers', () => {
    const cache = cacheWith({ 50: 9 }, { maxEntries: Infinity, maxWeight: 10, weights: { 50: 2 } });
    cache.accessAll(range(0, 10));
    expect(cache.policy.isByWeight).toBe(false);
    cache.access(50);
    expect(cache.policy.isByWeight).toBe(true);
    for (let newcomer = 1; newcomer < 4_096; newcomer++) cache.policy.offer();
    expect(cache.policy.isByWeight).toBe(true);
    cache.policy.offer();
    expect(cache.policy.isByWeight).toBe(false);
  });

  it('takes the cache to hold as much as was there at once, and less where it is trimmed', () => {
    const cache = cacheWith({}, { weights: { 3: 7 } });
    cache.accessAll(range(0, 6));
    expect([cache.policy.peakEntries, cache.policy.peakWeight]).toEqual([6, 12]);
    cache.remove(3);
    cache.remove(4);
    expect([cache.policy.peakEntries, cache.policy.peakWeight]).toEqual([6, 12]);
    cache.access(30);
    expect([cache.policy.peakEntries, cache.policy.peakWeight]).toEqual([6, 12]);
    cache.policy.victim(NONE);
    expect([cache.policy.peakEntries, cache.policy.peakWeight]).toEqual([5, 5]);
  });

  it('lets chance in one time of a hundred, and only for what was asked for six times', () => {
    const rivals = Object.fromEntries(range(0, 5).map((key) => [key, 15]));
    const isLetIn = (frequency: number, chance: number): boolean => {
      const cache = cacheWith({ ...rivals, 100: frequency }, { maxEntries: 5, chance });
      cache.accessAll([...range(0, 5), 100, 101]);
      return cache.slots.has(100);
    };
    expect([isLetIn(5, 0), isLetIn(6, 0), isLetIn(6, 0.009), isLetIn(6, 0.01)]).toEqual([false, true, true, false]);
  });

  it('lets a large candidate push out protected entries, those first that were used longest ago', () => {
    const weights = { 201: 10, 202: 20 };
    const cache = cacheWith({ 201: 3, 202: 14 }, { maxEntries: Infinity, maxWeight: 40, weights });
    cache.accessAll([...range(0, 40), 201]); // needs ten places: bytes are what is scarce
    const rest = cache.keys.filter((key) => key < 30);
    cache.accessAll(rest.slice(4));
    cache.access(202);
    expect(cache.slots.has(202)).toBe(true);
    const kept = cache.keys.filter((key) => key < 30);
    expect(kept).toEqual(rest.slice(-kept.length));
  });

  it('refuses a candidate that was asked for as often as its rival, and takes one that was asked for once more', () => {
    const isTaken = (frequency: number): boolean => {
      const rivals = Object.fromEntries(range(0, 5).map((key) => [key, 4]));
      const cache = cacheWith({ ...rivals, 100: frequency }, { maxEntries: 5 });
      cache.accessAll([...range(0, 5), 100, 101]);
      return cache.slots.has(100);
    };
    expect([isTaken(3), isTaken(4), isTaken(5)]).toEqual([false, false, true]);
  });

  it('has no victim where nothing is there', () => {
    const cache = cacheWith({});
    expect(cache.policy.victim(NONE)).toBe(NONE);
    cache.access(1);
    cache.remove(1);
    expect(cache.policy.victim(NONE)).toBe(NONE);
    cache.accessAll([1, 2]);
    expect(cache.drain()).toEqual([1, 2]);
  });
});
