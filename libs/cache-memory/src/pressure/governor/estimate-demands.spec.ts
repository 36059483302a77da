import { describe, expect, it } from '@jest/globals';
import type { MemorySample } from '../sensing/memory-sample.js';
import { estimateDemands, type LiveMemory } from './estimate-demands.js';

const RATIO = { low: 0.7, expected: 1, high: 1.3 };
const live: LiveMemory = {
  liveHeapBytes: 100,
  believedBytes: 100,
  heap: RATIO,
  liveExternalBytes: 400,
  believedExternalBytes: 100,
  external: RATIO,
  restBytes: 50,
  isRising: false,
  fragmentedBytes: 0,
  leastRestBytes: 30,
  heapReserveBytes: 0,
  comingBytes: 0,
};
const containerAt = (workingSet: number, isRising: boolean, changes: Partial<LiveMemory> = {}) => {
  const sample = {
    heapUsedBytes: 200,
    oldGenerationUsedBytes: 200,
    heapLimitBytes: 1_000,
    externalBytes: 500,
    rssBytes: workingSet,
    containerLimitBytes: 1_000,
    containerWorkingSetBytes: workingSet,
  } as MemorySample;
  const surroundings = { machineBytes: 64_000, configuredBytes: undefined, isAbortDeferred: true };
  return estimateDemands(sample, { ...live, isRising, ...changes }, 100, 0.8, surroundings)[1]!;
};

describe('estimateDemands', () => {
  it('holds what is needed of a container against its limit, not what is in use', () => {
    expect(containerAt(850, true).usedBytes).toBeCloseTo(50 + 1.1 * 100 + 400);
  });

  it('takes a container that is nearly full for needed in proportion while it rises, as critical close to its limit', () => {
    expect(containerAt(860, true).usedBytes).toBeCloseTo(560);
    expect(containerAt(870, true).usedBytes).toBeCloseTo(907, 0);
    expect(containerAt(931, true).usedBytes).toBeLessThan(950);
    expect(containerAt(932, true).usedBytes).toBeGreaterThan(950);
  });

  describe('what V8 keeps', () => {
    const pages = (changes: Partial<LiveMemory>, workingSet = 850) =>
      containerAt(workingSet, true, { heapReserveBytes: 70, ...changes }).countedReserveBytes;

    it('is told, and what it would give back, garbage of the heap too', () => {
      const { reserveBytes, releasableBytes } = containerAt(500, false, { heapReserveBytes: 70 });
      expect([reserveBytes, releasableBytes]).toEqual([70, 70 + 100]);
    });

    it('is told as far as it counts as needed', () => {
      expect(pages({})).toBeCloseTo(50 - 30); // the rest counts so much, and no more, beyond its least
      expect(pages({ restBytes: 350 })).toBe(70);
      expect(pages({}, 880)).toBe(70); // the wall counts the container itself
      expect(pages({ restBytes: 20 })).toBe(0);
    });
  });

  it('leaves room for garbage in a container that is full before the heap is, for each live byte', () => {
    const aimOf = (leastRestBytes: number) => containerAt(500, false, { leastRestBytes }).aim;
    expect(aimOf(0)).toBeCloseTo(0.84);
    expect(aimOf(1)).toBeCloseTo(0.84 - (0.2 * 100) / 1_000);
  });

  it("takes what is high but flat for an allocator's reserve", () => {
    expect(containerAt(960, false).usedBytes).toBeCloseTo(560);
  });

  const whole = (
    changes: Partial<MemorySample> = {},
    believedBytes = 100,
    configuredBytes?: number,
    isAbortDeferred = true,
  ) => {
    const sample = {
      heapUsedBytes: 230,
      oldGenerationUsedBytes: 200,
      heapLimitBytes: 1_000,
      externalBytes: 500,
      rssBytes: 900,
      ...changes,
    } as MemorySample;
    const known = { ...live, comingBytes: 10 };
    return estimateDemands(sample, known, believedBytes, 0.8, {
      machineBytes: 64_000,
      configuredBytes,
      isAbortDeferred,
    });
  };

  it('tells of the heap what was live, what is in use, and what of it is garbage', () => {
    expect(whole()[0]).toMatchObject({
      source: 'heap',
      usedBytes: 100,
      occupiedBytes: 200,
      garbageBytes: 100,
      limitBytes: 1_000,
      comingBytes: 10,
      ratio: RATIO,
      isCollectedInTime: true,
    });
    expect(whole()[0].aim).toBeCloseTo(0.82);
  });

  it('aims lower in the heap, and nowhere else, where V8 may end the process for collections of no use', () => {
    const aims = whole({}, 100, 800, false).map(({ aim }) => aim);
    expect(aims).toEqual([0.74, expect.closeTo(0.84), expect.closeTo(0.82)]);
    const low = estimateDemands({ heapLimitBytes: 10 } as MemorySample, live, 0, 0.5, {
      machineBytes: 64,
      configuredBytes: undefined,
      isAbortDeferred: false,
    });
    expect(low[0].aim).toBeCloseTo(0.52);
  });

  it('adds what caches have grown by since, never more than is in use and never less than nothing', () => {
    expect(whole({}, 130)[0].usedBytes).toBe(130);
    expect(whole({}, 1_000)[0].usedBytes).toBe(200);
    expect(whole({ oldGenerationUsedBytes: 50 }, 20)[0].usedBytes).toBe(20);
    expect(
      estimateDemands(
        {
          heapUsedBytes: 1,
          oldGenerationUsedBytes: 1,
          heapLimitBytes: 10,
          externalBytes: 1,
          rssBytes: 1,
        } as MemorySample,
        { ...live, liveHeapBytes: 0, liveExternalBytes: 0 },
        0,
        0.8,
        { machineBytes: 64, configuredBytes: undefined, isAbortDeferred: true },
      ).map(({ usedBytes }) => usedBytes),
    ).toEqual([0, 50]);
  });

  it('takes the machine, and what is resident, where there is no container', () => {
    const machine = whole()[1]!;
    expect(machine).toMatchObject({
      source: 'machine',
      limitBytes: 64_000,
      occupiedBytes: 900,
      garbageBytes: 200, // 100 in the heap, 100 outside it
      comingBytes: 11,
      isCollectedInTime: false,
    });
    expect(machine.usedBytes).toBeCloseTo(50 + 110 + 400);
    expect(machine.aim).toBeCloseTo(0.84);
    expect(machine.ratio.low).toBeCloseTo(1.1 * 0.7 + 0.7);
    expect(machine.ratio.expected).toBeCloseTo(2.1);
    expect(machine.ratio.high).toBeCloseTo(1.1 * 1.3 + 1.3);
  });

  it('takes for occupied what is known to be in use, where that is more than was resident a moment ago', () => {
    expect(whole({ rssBytes: 300 })[1]!.occupiedBytes).toBe(50 + 230 + 500);
  });

  it('takes the working set of a container for occupied, or else what is resident', () => {
    const contained = { containerLimitBytes: 2_000, containerWorkingSetBytes: 1_500 };
    expect(whole(contained)[1]).toMatchObject({ source: 'container', limitBytes: 2_000, occupiedBytes: 1_500 });
    expect(whole({ containerLimitBytes: 2_000 })[1]!.occupiedBytes).toBe(900);
    expect(whole({ containerWorkingSetBytes: 1_500 })[1]).toMatchObject({ source: 'machine', occupiedBytes: 900 });
  });

  it('holds heap and external memory against a limit that the application has set', () => {
    expect(whole()).toHaveLength(2);
    const configured = whole({}, 100, 800)[2]!;
    expect(configured).toMatchObject({
      source: 'configured',
      usedBytes: 500,
      occupiedBytes: 730,
      garbageBytes: 200,
      limitBytes: 800,
      comingBytes: 10,
      isCollectedInTime: false,
    });
    expect(configured.aim).toBeCloseTo(0.82);
    expect(configured.ratio.expected).toBe(2);
  });
});
