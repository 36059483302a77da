import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CollectionDetector } from './collection-detector.js';

const looking = (...sizes: number[]) => {
  const detector = new CollectionDetector();
  sizes.forEach((size, index) => detector.look(index + 1, size));
  return detector;
};

describe('CollectionDetector', () => {
  it('has seen none while the old generation grows', () => {
    expect(looking(100, 120, 150).last).toBeUndefined();
  });

  it('takes a fall of more than 3 % for a major collection, and what is left for what is live', () => {
    expect(looking(100, 200, 90).last).toEqual({ number: 1, atMs: 3, liveHeapBytes: 90, source: 'spaces' });
  });

  it('takes no smaller fall for one', () => {
    expect(looking(100, 97).last).toBeUndefined();
  });

  it('numbers collections, so that a new one is known by its number', () => {
    expect(looking(200, 90, 200, 80).last?.number).toBe(2);
  });

  it('learns from an entry of a collection that freed too little to be seen', () => {
    const detector = looking(100, 99);
    detector.enter(2.5, 9, 104);
    expect(detector.last).toEqual({ number: 1, atMs: 2.5, liveHeapBytes: 104, source: 'entry' });
  });

  it('prefers the first look after the collection to what has grown until its entry came', () => {
    const detector = looking(100, 99, 130);
    detector.enter(1.5, 9, 140);
    expect(detector.last?.liveHeapBytes).toBe(99);
  });

  it('does not count a collection twice whose entry comes after a look that saw it', () => {
    const detector = looking(200, 90);
    detector.enter(1.5, 9, 95);
    expect(detector.last).toMatchObject({ number: 1, source: 'spaces' });
  });

  it('does not count a collection twice that a look sees after its entry came', () => {
    const detector = looking(200);
    detector.enter(1.5, 9, 95);
    detector.look(10, 96);
    expect(detector.last?.number).toBe(1);
  });

  it('counts no more collections than there were and never misses two entries in a row', () => {
    const steps = fc.array(fc.record({ grows: fc.nat(1_000), collects: fc.boolean(), looks: fc.boolean() }));
    fc.assert(
      fc.property(steps, (each) => {
        const detector = new CollectionDetector();
        let [now, size, collections] = [0, 1_000, 0];
        for (const { grows, collects, looks } of each) {
          size += grows;
          const endedAt = (now += 1);
          if (collects) size = Math.ceil(size / (++collections % 2 ? 2 : 1.01));
          if (looks) detector.look((now += 1), size);
          if (!collects) continue;
          const before = detector.last;
          detector.enter(endedAt, (now += 1), size);
          expect(detector.last!.number - (before?.number ?? 0)).toBeLessThanOrEqual(1);
          expect(detector.last!.atMs).toBeGreaterThanOrEqual(endedAt);
          expect(detector.last!.liveHeapBytes).toBe(size);
        }
        expect(detector.last?.number ?? 0).toBe(collections);
      }),
    );
  });

  it('does not count a collection twice that ended at the very moment of the look that saw it', () => {
    const detector = looking(200, 90);
    detector.enter(2, 9, 95);
    expect(detector.last).toMatchObject({ number: 1, source: 'spaces' });
  });

  it('prefers a look at the very moment at which the collection ended', () => {
    const detector = looking(100, 99, 130);
    detector.enter(2, 9, 140);
    expect(detector.last?.liveHeapBytes).toBe(99);
  });

  it('remembers the last looks, more than thirty, for the entry of a collection, and no more than sixty-four', () => {
    const sizes = Array.from({ length: 65 }, (_, index) => 1_000 + index);
    const late = looking(...sizes);
    late.enter(33, 70, 2_000);
    expect(late.last?.liveHeapBytes).toBe(1_032);
    const tooLate = looking(...sizes);
    tooLate.enter(1, 70, 2_000);
    expect(tooLate.last?.liveHeapBytes).toBe(1_032);
  });
});
