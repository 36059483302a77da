import { describe, expect, it } from '@jest/globals';
import { constrainedMemoryProbe } from './constrained-memory-probe.js';

const probeOf = (constrainedBytes: number) =>
  constrainedMemoryProbe({
    constrainedBytes: () => constrainedBytes,
    residentBytes: () => 40,
    now: () => 0,
    machineBytes: 1_000,
  });

describe('constrainedMemoryProbe', () => {
  it('holds resident memory against what Node knows of the limit', () => {
    expect(probeOf(100).read()).toEqual({ limitBytes: 100, usageBytes: 40, workingSetBytes: 40, isCacheKnown: true });
  });

  it.each([0, 1_000, 1.8e19, NaN])('knows no limit where Node says %d', (constrainedBytes) => {
    expect(probeOf(constrainedBytes).read()).toBeUndefined();
  });
});
