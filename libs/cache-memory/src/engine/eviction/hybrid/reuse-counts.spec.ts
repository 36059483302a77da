import { describe, expect, it } from '@jest/globals';
import { bucketOf } from './age-buckets.js';
import { CLASS_OF_PAST, pastOf, ROW_STARTS } from './reuse-class.js';
import { ReuseCounts } from './reuse-counts.js';

const past = pastOf(2, 3);
const place = ROW_STARTS[past]! + bucketOf(100);

describe('ReuseCounts', () => {
  it('count intervals by class and age, those that ended with a use apart', () => {
    const counts = new ReuseCounts();
    counts.noteUse(past, 100);
    counts.noteUse(past, 101);
    counts.noteCensored(past, 100);
    expect([counts.uses[place], counts.censored[place]]).toEqual([2, 1]);
  });

  it('fade', () => {
    const counts = new ReuseCounts();
    counts.noteUse(past, 100);
    counts.noteCensored(past, 100);
    counts.fade(0.25);
    expect([counts.uses[place], counts.censored[place]]).toEqual([0.25, 0.25]);
  });

  it('count the latest uses apart', () => {
    const counts = new ReuseCounts();
    for (let use = 0; use < 3; use++) counts.noteUse(past, 100);
    counts.noteCensored(past, 100);
    expect(counts.latestUses).toBe(3);
    counts.latestUses = 0;
    counts.noteUse(past, 1);
    expect(counts.latestUses).toBe(1);
  });

  it('forget a class and nothing of those beside it', () => {
    const counts = new ReuseCounts();
    const own = CLASS_OF_PAST[past]!;
    const others = [pastOf(2, 2), pastOf(2, 4)];
    counts.noteCensored(past, 100);
    for (const other of others) for (let use = 0; use < 500; use++) counts.noteUse(other, 2 ** 28 - 1);
    for (const other of others) for (let use = 0; use < 500; use++) counts.noteCensored(other, 0);
    counts.fade(0.005);
    expect([counts.has(own), counts.censored[place]]).toEqual([false, 0]);
    for (const other of others) {
      const row = ROW_STARTS[other]!;
      expect(counts.has(CLASS_OF_PAST[other]!)).toBe(true);
      expect(counts.uses[row + bucketOf(2 ** 28 - 1)]).toBeCloseTo(2.5, 5);
      expect(counts.censored[row]).toBeCloseTo(2.5, 5);
    }
  });

  it('forget a class of which next to nothing is left', () => {
    const counts = new ReuseCounts();
    counts.noteUse(past, 100);
    expect(counts.has(CLASS_OF_PAST[past]!)).toBe(true);
    for (let lesson = 0; lesson < 10; lesson++) counts.fade(0.5);
    expect(counts.has(CLASS_OF_PAST[past]!)).toBe(false);
    expect(counts.uses[place]).toBe(0);
  });
});
