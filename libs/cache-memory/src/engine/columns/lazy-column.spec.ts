import { describe, expect, it } from '@jest/globals';
import { LazyColumn } from './lazy-column.js';

describe('LazyColumn', () => {
  it('is blank, and reads 0 everywhere, until a number is not 0', () => {
    const column = new LazyColumn();
    column.resize(4);
    column.set(1, 0);
    expect([column.isBlank, column.get(1), column.get(3)]).toEqual([true, 0, 0]);
    column.set(2, 0.5);
    expect([column.isBlank, column.get(1), column.get(2)]).toEqual([false, 0, 0.5]);
    column.set(2, 0);
    expect([column.isBlank, column.get(2)]).toEqual([false, 0]);
  });

  it('keeps its numbers when there are more slots, and has room for those', () => {
    const column = new LazyColumn();
    column.resize(2);
    column.set(1, 7);
    column.resize(4);
    column.set(3, 9);
    expect([0, 1, 2, 3].map((slot) => column.get(slot))).toEqual([0, 7, 0, 9]);
  });
});
