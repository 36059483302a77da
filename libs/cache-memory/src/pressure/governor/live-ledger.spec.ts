import { describe, expect, it } from '@jest/globals';
import type { MemorySample } from '../sensing/memory-sample.js';
import { LiveLedger } from './live-ledger.js';

const LIMIT = 1_000;

/** What is expected to come after collections that left so much, while caches hold nothing. */
const comingAfter = (...liveBytes: number[]) => {
  const ledger = new LiveLedger();
  for (const [index, live] of liveBytes.entries()) {
    const sample = {
      atMs: 1_000 * index,
      majorCollections: index + 1,
      liveHeapBytes: live,
      oldGenerationUsedBytes: live,
      externalBytes: 0,
      heapLimitBytes: LIMIT,
      rssBytes: live,
    } as MemorySample;
    ledger.observe(sample, 0, false);
  }
  return ledger.live.comingBytes;
};

describe('LiveLedger', () => {
  it('expects what others grew by twice in a row to come once more', () => {
    expect(comingAfter(100, 130, 150)).toBe(20);
    expect(comingAfter(100, 300, 500)).toBe(0.05 * LIMIT);
  });

  it('expects nothing after a growth that the collection before did not show, or that is gone again', () => {
    expect(comingAfter(100, 100, 140)).toBe(0);
    expect(comingAfter(100, 140, 100)).toBe(0);
  });
});
