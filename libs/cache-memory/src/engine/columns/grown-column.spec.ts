import { describe, expect, it } from '@jest/globals';
import { columnFor, grownColumn } from './grown-column.js';

describe('grownColumn', () => {
  it('holds what the given one held, and reads its fill in the places that are new', () => {
    const column = grownColumn(Uint8Array.of(3, 0, 5), 5, 7);
    expect(column).toEqual(Uint8Array.of(3, 0, 5, 7, 7));
  });

  it('reads 0 in new places unless told otherwise, and is of the same kind', () => {
    expect(grownColumn(Float64Array.of(0.5), 3)).toEqual(Float64Array.of(0.5, 0, 0));
  });

  it.each([0, 7])('keeps the first places where there are to be fewer, with a fill of %p', (fill) => {
    expect(grownColumn(Int32Array.of(1, 2, 3), 2, fill)).toEqual(Int32Array.of(1, 2));
  });
});

describe('columnFor', () => {
  it('is the column itself where the slot has a place', () => {
    const column = new Int32Array(4);
    expect(columnFor(column, 3)).toBe(column);
  });

  it.each([
    [4, 4, 16],
    [20, 20, 40],
    [20, 70, 140],
  ])('has room to spare where a column of %p is too short for slot %p: %p places', (length, slot, room) => {
    const column = columnFor(new Int32Array(length).fill(9), slot);
    expect(column).toHaveLength(room);
    expect([column[length - 1], column[length]]).toEqual([9, 0]);
  });
});
