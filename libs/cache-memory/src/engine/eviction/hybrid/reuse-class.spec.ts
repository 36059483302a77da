import { describe, expect, it } from '@jest/globals';
import {
  classOfGap,
  CLASSES,
  frequencyOf,
  GAP_CLASSES,
  gapClassOf,
  MOST_FREQUENCY,
  pastOf,
  ROW,
  ROW_STARTS,
  UNKNOWN_GAP,
} from './reuse-class.js';

describe('pastOf', () => {
  it('holds a frequency and the class of a gap in a byte', () => {
    for (let frequency = 0; frequency <= MOST_FREQUENCY; frequency++) {
      for (let gapClass = 0; gapClass < GAP_CLASSES; gapClass++) {
        const past = pastOf(frequency, gapClass);
        expect(past).toBeLessThan(256);
        expect([frequencyOf(past), gapClassOf(past)]).toEqual([frequency, gapClass]);
      }
    }
  });
});

describe('classOfGap', () => {
  it('tells gaps apart by octaves around the number of entries, and is never that of an unknown one', () => {
    const classes = [1, 100, 1_024, 2_048, 1_000_000].map((gap) => classOfGap(gap, 10));
    expect(classes).toEqual([1, 1, 5, 6, GAP_CLASSES - 1]);
    expect(classes).not.toContain(UNKNOWN_GAP);
  });
});

describe('ROW_STARTS', () => {
  it('gives each past a whole row of the table', () => {
    for (const start of ROW_STARTS) {
      expect(start % ROW).toBe(0);
      expect(start).toBeLessThan(CLASSES * ROW);
    }
  });

  it('puts frequencies that differ by little into one class, and others not', () => {
    const rowOf = (frequency: number): number => ROW_STARTS[pastOf(frequency, 1)]!;
    expect(rowOf(9)).toBe(rowOf(10));
    expect(rowOf(2)).not.toBe(rowOf(3));
  });
});
