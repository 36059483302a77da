import { describe, expect, it } from '@jest/globals';
import type { CollectionScope } from '../collection-scope.js';
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
      youngGenerationBytes: 0,
      externalBytes: 0,
      heapLimitBytes: LIMIT,
      rssBytes: live,
    } as MemorySample;
    ledger.observe(sample, 0);
  }
  return ledger.live.comingBytes;
};

describe('LiveLedger', () => {
  it('expects what others grew by twice in a row to come once more', () => {
    expect(comingAfter(100, 130, 150)).toBe(20);
    expect(comingAfter(100, 300, 500)).toBe(0.05 * LIMIT);
  });

  it('knows what V8 keeps of a heap that held more, until it has given that back', () => {
    const ledger = new LiveLedger();
    const reserve = (oldGenerationUsedBytes: number, rssBytes: number, forced?: CollectionScope) => {
      const changes = { oldGenerationUsedBytes, rssBytes, externalBytes: 20, youngGenerationBytes: 30 };
      ledger.observe(look(0, undefined, changes), 0, forced);
      return [ledger.live.leastRestBytes, ledger.live.heapReserveBytes];
    };
    expect(reserve(400, 500)).toEqual([80, 0]);
    expect(reserve(100, 480)).toEqual([80, 280]);
    expect(reserve(100, 480, 'garbage')).toEqual([80, 280]);
    expect(reserve(100, 210, 'pages')).toEqual([90, 0]);
  });

  it('expects nothing after a growth that the collection before did not show, or that is gone again', () => {
    expect(comingAfter(100, 100, 140)).toBe(0);
    expect(comingAfter(100, 140, 100)).toBe(0);
  });

  const look = (majorCollections: number, liveHeapBytes: number | undefined, changes: Partial<MemorySample> = {}) =>
    ({
      atMs: 0,
      majorCollections,
      liveHeapBytes,
      oldGenerationUsedBytes: 500,
      youngGenerationBytes: 0,
      externalBytes: 0,
      heapLimitBytes: LIMIT,
      rssBytes: 500,
      ...changes,
    }) as MemorySample;

  it('takes what is in use for live before a collection has shown more', () => {
    const ledger = new LiveLedger();
    expect(ledger.observe(look(0, undefined), 40)).toBe(true);
    expect(ledger.live).toMatchObject({ liveHeapBytes: 500, believedBytes: 40, comingBytes: 0 });
    expect(ledger.observe(look(0, undefined, { oldGenerationUsedBytes: 600 }), 60)).toBe(false);
    expect(ledger.live).toMatchObject({ liveHeapBytes: 500, believedBytes: 40 });
  });

  it('takes what each collection has left for live', () => {
    const ledger = new LiveLedger();
    ledger.observe(look(1, 100), 40);
    expect(ledger.live).toMatchObject({ liveHeapBytes: 100, believedBytes: 40 });
    expect(ledger.observe(look(2, 200), 60)).toBe(true);
    expect(ledger.live).toMatchObject({ liveHeapBytes: 200, believedBytes: 60 });
  });

  it('takes half of what turns back for garbage that comes and goes', () => {
    const ledger = new LiveLedger();
    for (const [index, bytes] of [400, 440, 400].entries()) ledger.observe(look(index + 1, bytes), 0);
    expect(ledger.live.liveHeapBytes).toBe(420);
  });

  it('takes what caches grew by for what it is, however it goes up and down', () => {
    const ledger = new LiveLedger();
    for (const [index, bytes] of [400, 440, 400].entries()) ledger.observe(look(index + 1, bytes), bytes);
    expect(ledger.live.liveHeapBytes).toBe(400);
  });

  it('takes all that is in use for live after a collection that was forced just now', () => {
    const ledger = new LiveLedger();
    ledger.observe(look(1, 100), 40);
    expect(ledger.observe(look(1, 100, { oldGenerationUsedBytes: 90 }), 40, 'garbage')).toBe(true);
    expect(ledger.live.liveHeapBytes).toBe(90);
  });

  it('expects nothing of others that the caches explain', () => {
    const ledger = new LiveLedger();
    for (const [index, bytes] of [100, 120, 140, 160].entries()) ledger.observe(look(index + 1, bytes), bytes);
    expect(ledger.live.comingBytes).toBe(0);
  });

  it('learns what a believed byte takes of the heap', () => {
    const ledger = new LiveLedger();
    ledger.observe(look(1, 100), 100);
    ledger.observe(look(2, 400), 250);
    expect(ledger.live.heap.expected).toBeCloseTo(1.6); // no more than all that is live explains
  });
});
