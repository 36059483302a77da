import { describe, expect, it } from '@jest/globals';
import type { MemorySample } from '../sensing/memory-sample.js';
import { estimateContainer } from './estimate-container.js';
import type { LiveMemory } from './live-memory.js';

const live = { restBytes: 50, leastRestBytes: 30, heapReserveBytes: 0, isRising: false } as LiveMemory;
const look = (sample: Partial<MemorySample>, changes: Partial<LiveMemory> = {}) =>
  estimateContainer({
    sample: { heapUsedBytes: 230, heapLimitBytes: 1_000, externalBytes: 500, rssBytes: 900, ...sample } as MemorySample,
    live: { ...live, ...changes },
    heapBytes: 100,
    externalBytes: 400,
    machineBytes: 64_000,
    warning: 0.8,
  });
const containerAt = (containerWorkingSetBytes: number, isRising: boolean, changes: Partial<LiveMemory> = {}) =>
  look({ containerLimitBytes: 1_000, containerWorkingSetBytes }, { isRising, ...changes });

describe('estimateContainer', () => {
  it('holds what is needed of a container against its limit, not what is in use', () => {
    expect(containerAt(850, true).usedBytes).toBeCloseTo(50 + 1.1 * 100 + 400);
  });

  it('takes a container that is nearly full for needed in proportion while it rises, as critical close to its limit', () => {
    expect(containerAt(860, true).usedBytes).toBeCloseTo(560);
    expect(containerAt(870, true).usedBytes).toBeCloseTo(907, 0);
    expect(containerAt(931, true).usedBytes).toBeLessThan(950);
    expect(containerAt(932, true).usedBytes).toBeGreaterThan(950);
  });

  it("takes what is high but flat for an allocator's reserve", () => {
    expect(containerAt(960, false).usedBytes).toBeCloseTo(560);
  });

  it('tells as far as it counts as needed what V8 keeps', () => {
    const counted = (changes: Partial<LiveMemory>, workingSet = 850) =>
      containerAt(workingSet, true, { heapReserveBytes: 70, ...changes }).countedReserveBytes;
    expect(counted({})).toBeCloseTo(50 - 30); // the rest counts so much, and no more, beyond its least
    expect(counted({ restBytes: 350 })).toBe(70);
    expect(counted({}, 880)).toBe(70); // the wall counts the container itself
    expect(counted({ restBytes: 20 })).toBe(0);
  });

  it('leaves room for garbage in a container that is full before the heap is, for each live byte', () => {
    const aimOf = (leastRestBytes: number) => containerAt(500, false, { leastRestBytes }).aim;
    expect(aimOf(0)).toBeCloseTo(0.84);
    expect(aimOf(1)).toBeCloseTo(0.84 - (0.2 * 100) / 1_000);
  });

  describe('where the own limit of the heap ends it before the container is full', () => {
    const fencedAt = (
      containerWorkingSetBytes: number,
      changes: Partial<LiveMemory> = {},
      sample: Partial<MemorySample> = {},
    ) => {
      const contained = { containerLimitBytes: 1_000, containerWorkingSetBytes, heapLimitBytes: 400, ...sample };
      return look(contained, { isRising: true, ...changes });
    };

    it('believes later that what rises is needed, and then as much', () => {
      expect(fencedAt(930).usedBytes).toBeCloseTo(50 + 110 + 400);
      expect(fencedAt(931).usedBytes).toBeCloseTo(containerAt(931, true).usedBytes);
    });

    it('leaves garbage to V8, until it is fuller than its heap explains', () => {
      expect([fencedAt(930), fencedAt(931)].map(({ isCollectedInTime }) => isCollectedInTime)).toEqual([true, false]);
      expect(containerAt(500, true).isCollectedInTime).toBe(false);
    });

    it('counts once what V8 keeps, as what pages are not full of', () => {
      expect(fencedAt(500, { heapReserveBytes: 15 }).usedBytes).toBeCloseTo(50 - 15 + 110 + 400);
      expect(fencedAt(500, { heapReserveBytes: 70 }).usedBytes).toBeCloseTo(30 + 110 + 400);
      expect(fencedAt(500, { heapReserveBytes: 70, leastRestBytes: 60 }).usedBytes).toBeCloseTo(50 + 110 + 400);
      expect(fencedAt(500, { heapReserveBytes: 15 }).countedReserveBytes).toBe(5);
    });

    it('is not so where external memory, or the rest, leaves it too little', () => {
      const isFenced = (changes: Partial<LiveMemory>, sample: Partial<MemorySample> = {}) =>
        fencedAt(900, changes, sample).usedBytes < 900;
      expect(isFenced({})).toBe(true); // 400 + 500 + 50
      expect(isFenced({ restBytes: 51 })).toBe(false);
      expect(isFenced({ restBytes: 65, heapReserveBytes: 15 })).toBe(true);
      expect(isFenced({ leastRestBytes: 51 })).toBe(false);
      expect(isFenced({}, { externalBytes: 501 })).toBe(false);
      expect(isFenced({}, { heapLimitBytes: 401 })).toBe(false);
    });
  });

  it('takes the machine, and what is resident, where there is no container', () => {
    const machine = look({});
    expect(machine).toMatchObject({
      source: 'machine',
      limitBytes: 64_000,
      occupiedBytes: 900,
      isCollectedInTime: false,
    });
    expect(machine.usedBytes).toBeCloseTo(50 + 110 + 400);
    expect(machine.aim).toBeCloseTo(0.84);
  });

  it('takes for occupied what is known to be in use, where that is more than was resident a moment ago', () => {
    expect(look({ rssBytes: 300 }).occupiedBytes).toBe(50 + 230 + 500);
  });

  it('takes the working set of a container for occupied, or else what is resident', () => {
    const contained = { containerLimitBytes: 2_000, containerWorkingSetBytes: 1_500 };
    expect(look(contained)).toMatchObject({ source: 'container', limitBytes: 2_000, occupiedBytes: 1_500 });
    expect(look({ containerLimitBytes: 2_000 }).occupiedBytes).toBe(900);
    expect(look({ containerWorkingSetBytes: 1_500 })).toMatchObject({ source: 'machine', occupiedBytes: 900 });
  });
});
