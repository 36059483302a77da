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

  it('forget a class of which next to nothing is left', () => {
    const counts = new ReuseCounts();
    counts.noteUse(past, 100);
    expect(counts.has(CLASS_OF_PAST[past]!)).toBe(true);
    for (let lesson = 0; lesson < 10; lesson++) counts.fade(0.5);
    expect(counts.has(CLASS_OF_PAST[past]!)).toBe(false);
    expect(counts.uses[place]).toBe(0);
  });
});
