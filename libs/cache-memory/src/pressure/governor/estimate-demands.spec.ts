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
  comingBytes: 0,
  strain: { isBusy: false, uselessInARow: 0 },
};
const containerAt = (workingSet: number, isRising: boolean) => {
  const sample = {
    heapUsedBytes: 200,
    oldGenerationUsedBytes: 200,
    heapLimitBytes: 1_000,
    externalBytes: 500,
    rssBytes: workingSet,
    containerLimitBytes: 1_000,
    containerWorkingSetBytes: workingSet,
  } as MemorySample;
  const surroundings = { machineBytes: 64_000, configuredBytes: undefined, isRising };
  return estimateDemands(sample, live, 100, 0.8, surroundings)[1]!;
};

describe('estimateDemands', () => {
  it('holds what is needed of a container against its limit, not what is in use', () => {
    expect(containerAt(850, true).usedBytes).toBeCloseTo(50 + 1.1 * 100 + 400);
  });

  it('takes a container that is nearly full for needed in proportion while it rises, as critical close to its limit', () => {
    expect(containerAt(860, true).usedBytes).toBeCloseTo(560);
    expect(containerAt(870, true).usedBytes).toBeCloseTo(905, 0);
    expect(containerAt(961, true).usedBytes).toBeGreaterThan(950);
  });

  it("takes what is high but flat for an allocator's reserve", () => {
    expect(containerAt(960, false).usedBytes).toBeCloseTo(560);
  });
});
