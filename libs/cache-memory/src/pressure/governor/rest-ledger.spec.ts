import { describe, expect, it } from '@jest/globals';
import type { MemorySample } from '../sensing/memory-sample.js';
import { RestLedger } from './rest-ledger.js';

const sample = (workingSet: number, inUse: number) =>
  ({
    containerWorkingSetBytes: workingSet,
    containerLimitBytes: 1_000,
    rssBytes: 0,
    oldGenerationUsedBytes: 0,
    externalBytes: inUse,
  }) as MemorySample;

/** A ledger that has seen 700 in use, and 300 of that given back, while the container counts nearly what it counted. */
const withReserve = () => {
  const ledger = new RestLedger();
  ledger.observe(sample(500, 400), 300, false);
  ledger.observe(sample(800, 700), 600, false);
  ledger.observe(sample(799, 400), 300, false);
  return ledger;
};

describe('RestLedger', () => {
  it('is what is counted besides heap and external memory', () => {
    const ledger = new RestLedger();
    ledger.observe(sample(100, 70), 0, false);
    expect(ledger.bytes).toBe(30);
  });

  it('does not take what an allocator keeps for the rest', () => {
    const ledger = new RestLedger();
    for (let look = 0; look < 1_000; look++)
      ledger.observe(sample(100, look % 100 < 50 ? 70 : 40), 0, look % 100 === 50);
    expect(ledger.bytes).toBe(30);
  });

  it('believes slowly what stays beyond a few collections, and falls at once', () => {
    const ledger = new RestLedger();
    ledger.observe(sample(100, 70), 0, false);
    for (let look = 0; look < 2_000; look++) ledger.observe(sample(100, 40), 0, look % 10 === 0);
    expect(ledger.bytes).toBeCloseTo(60, 0);
    ledger.observe(sample(70, 40), 0, false);
    expect(ledger.bytes).toBe(30);
  });

  it('stays what it is where the container gets back what the application gives', () => {
    const ledger = withReserve();
    ledger.observe(sample(500, 400), 300, true);
    expect(ledger.bytes).toBe(100);
  });

  it('takes a reserve for a part of it as soon as the container counts more for caches that grow', () => {
    const ledger = withReserve();
    ledger.observe(sample(805, 500), 400, false);
    expect(ledger.bytes).toBe(100);
    ledger.observe(sample(811, 500), 400, false);
    expect(ledger.bytes).toBe(311);
  });

  it('takes back what the reserve serves for after all', () => {
    const ledger = withReserve();
    ledger.observe(sample(811, 500), 400, false);
    ledger.observe(sample(811, 600), 500, false);
    expect(ledger.bytes).toBe(211);
  });

  it('learns nothing of the reserve from what the application takes, or from what caches hardly grow', () => {
    const ledger = withReserve();
    ledger.observe(sample(850, 450), 300, false);
    ledger.observe(sample(900, 500), 349, false);
    expect(ledger.bytes).toBeCloseTo(100, 0);
  });

  it('knows of no reserve in pieces where there is no container', () => {
    const ledger = new RestLedger();
    const resident = (rssBytes: number, externalBytes: number) =>
      ({ rssBytes, oldGenerationUsedBytes: 0, externalBytes }) as MemorySample;
    ledger.observe(resident(800, 700), 600, false);
    ledger.observe(resident(800, 400), 300, false);
    ledger.observe(resident(900, 500), 400, false);
    expect(ledger.bytes).toBe(100);
  });

  it('says that a container has risen once it is by more than a hundredth of its limit above its least since it last rose', () => {
    const ledger = new RestLedger();
    const risen = [500, 511, 512, 505, 514, 516].map((workingSet) => {
      ledger.observe(sample(workingSet, 400), 300, false);
      return ledger.hasRisen;
    });
    expect(risen).toEqual([false, true, false, false, false, true]);
  });

  it('knows which part of it is a reserve in pieces, until that is trusted again', () => {
    const ledger = withReserve();
    expect(ledger.fragmentedBytes).toBe(0);
    ledger.observe(sample(811, 500), 400, false);
    expect(ledger.fragmentedBytes).toBe(200); // what was once in use outside the heap and is not now, of 211
    for (let each = 0; each < 50; each++) ledger.observe(sample(811, 500), 400, true);
    expect(ledger.fragmentedBytes).toBeCloseTo(200, 0);
    for (let each = 0; each < 50; each++) ledger.observe(sample(811, 400), 300, true);
    expect(ledger.fragmentedBytes).toBeCloseTo(200, 0);
  });

  it('tries a reserve again that did not serve, while the container counts no more', () => {
    const ledger = withReserve();
    ledger.observe(sample(811, 500), 400, false);
    expect(ledger.bytes).toBe(311);
    for (let each = 0; each < 3; each++) ledger.observe(sample(811, 500), 400, true);
    expect(ledger.bytes).toBeCloseTo(311 - (1 - 0.9 ** 2) * (311 - 100 - 200)); // 700 were in use, and 500 are
    ledger.observe(sample(822, 500), 400, true);
    expect(ledger.bytes).toBe(311);
  });
});
