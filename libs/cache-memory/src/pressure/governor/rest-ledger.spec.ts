import { describe, expect, it } from '@jest/globals';
import type { MemorySample } from '../sensing/memory-sample.js';
import { RestLedger } from './rest-ledger.js';

const sample = (workingSet: number, inUse: number) =>
  ({
    containerWorkingSetBytes: workingSet,
    rssBytes: 0,
    oldGenerationUsedBytes: 0,
    externalBytes: inUse,
  }) as MemorySample;

describe('RestLedger', () => {
  it('is what is counted besides heap and external memory', () => {
    const ledger = new RestLedger();
    ledger.observe(sample(100, 70), false);
    expect(ledger.bytes).toBe(30);
  });

  it('does not take what an allocator keeps for the rest', () => {
    const ledger = new RestLedger();
    for (let look = 0; look < 1_000; look++) ledger.observe(sample(100, look % 100 < 50 ? 70 : 40), look % 100 === 50);
    expect(ledger.bytes).toBe(30);
  });

  it('believes slowly what stays beyond a few collections, and falls at once', () => {
    const ledger = new RestLedger();
    ledger.observe(sample(100, 70), false);
    for (let look = 0; look < 2_000; look++) ledger.observe(sample(100, 40), look % 10 === 0);
    expect(ledger.bytes).toBeCloseTo(60, 0);
    ledger.observe(sample(70, 40), false);
    expect(ledger.bytes).toBe(30);
  });
});
