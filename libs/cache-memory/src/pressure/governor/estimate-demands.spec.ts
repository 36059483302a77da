import { describe, expect, it } from '@jest/globals';
import type { MemorySample } from '../sensing/memory-sample.js';
import { estimateDemands } from './estimate-demands.js';
import type { LiveMemory } from './live-memory.js';

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

describe('estimateDemands', () => {
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

  it('tells what V8 keeps, and what it would give back, garbage of the heap too', () => {
    const kept = { ...live, heapReserveBytes: 70 };
    const surroundings = { machineBytes: 64_000, configuredBytes: undefined, isAbortDeferred: true };
    const sample = { oldGenerationUsedBytes: 200, heapLimitBytes: 1_000, externalBytes: 400 } as MemorySample;
    const { reserveBytes, releasableBytes } = estimateDemands(sample, kept, 100, 0.8, surroundings)[1]!;
    expect([reserveBytes, releasableBytes]).toEqual([70, 70 + 100]);
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
