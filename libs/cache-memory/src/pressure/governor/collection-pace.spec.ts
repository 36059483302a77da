import { describe, expect, it } from '@jest/globals';
import { CollectionPace } from './collection-pace.js';
import type { MemoryDemand } from './memory-demand.js';

const MB = 2 ** 20;
const LIMIT = 512 * MB;
const ratio = { low: 1, expected: 1, high: 1 };
const part = { usedBytes: 0, garbageBytes: 0, limitBytes: LIMIT, comingBytes: 0, aim: 0.8, ceiling: 0.8, ratio };
const heap = (occupiedBytes: number): MemoryDemand => ({
  ...part,
  source: 'heap',
  occupiedBytes,
  isCollectedInTime: true,
});
const container = (occupied: number, garbage: number): MemoryDemand => ({
  ...part,
  source: 'container',
  occupiedBytes: occupied * LIMIT,
  garbageBytes: garbage * LIMIT,
  isCollectedInTime: false,
});

describe('CollectionPace', () => {
  it('finds a collection worthwhile where a container is full and much of it may be garbage', () => {
    const isWorthwhile = (occupied: number, garbage: number) =>
      new CollectionPace().isWorthwhile([heap(200 * MB), container(occupied, garbage)], 0, 0);
    expect(isWorthwhile(0.83, 0.09)).toBe(true);
    expect(isWorthwhile(0.83, 0.07)).toBe(false);
    expect(isWorthwhile(0.8, 0.09)).toBe(false);
  });

  it('asks for less garbage where the heap is so small that searching it takes no time', () => {
    const isWorthwhile = (heapBytes: number, garbage: number) =>
      new CollectionPace().isWorthwhile([heap(heapBytes), container(0.83, garbage)], 0, 0);
    expect(isWorthwhile(10 * MB, 0.03)).toBe(true);
    expect(isWorthwhile(10 * MB, 0.01)).toBe(false);
    expect(isWorthwhile(100 * MB, 0.03)).toBe(false);
  });

  it('rests four times as long as the last collection took, or once where the container is nearly full', () => {
    const pace = new CollectionPace();
    pace.note(1_000, 50);
    expect(pace.isWorthwhile([container(0.85, 0.1)], 0, 1_199)).toBe(false);
    expect(pace.isWorthwhile([container(0.85, 0.1)], 0, 1_200)).toBe(true);
    expect(pace.isWorthwhile([container(0.95, 0.1)], 0, 1_050)).toBe(true);
  });
});
