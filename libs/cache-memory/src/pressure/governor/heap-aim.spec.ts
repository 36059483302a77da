import { describe, expect, it } from '@jest/globals';
import { aimForHeap } from './heap-aim.js';

describe('aimForHeap', () => {
  it('is the ceiling while V8 collects seldom', () => {
    expect(aimForHeap(0.82, { isBusy: false, uselessInARow: 0 })).toBe(0.82);
  });

  it('is below 0.8 while V8 collects much, and lower with each collection of no use', () => {
    const aims = [0, 1, 2, 3, 9].map((uselessInARow) => aimForHeap(0.82, { isBusy: true, uselessInARow }));
    expect(aims).toEqual([0.795, 0.785, 0.76, 0.73, 0.7]);
  });

  it('is never above the ceiling', () => {
    expect(aimForHeap(0.5, { isBusy: true, uselessInARow: 0 })).toBe(0.5);
    expect(aimForHeap(0.5, { isBusy: true, uselessInARow: 5 })).toBe(0.5);
  });
});
