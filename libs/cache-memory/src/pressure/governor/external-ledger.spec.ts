import { describe, expect, it } from '@jest/globals';
import type { MemorySample } from '../sensing/memory-sample.js';
import { ExternalLedger } from './external-ledger.js';

const MB = 2 ** 20;

const sample = (atMs: number, externalBytes: number, heapMegabytes: number) =>
  ({ atMs, externalBytes, oldGenerationUsedBytes: heapMegabytes * MB, heapLimitBytes: 256 * MB }) as MemorySample;

/** When it is known what a collection left, by looks 10 ms apart while the application takes one byte a look. */
const settledAfterMs = (heapMegabytes: number) => {
  const ledger = new ExternalLedger();
  for (let look = 0; look < 100; look++) {
    if (ledger.observe(sample(10 * look, 100 + look, heapMegabytes), 0, look === 0)) return 10 * look;
  }
  return undefined;
};

describe('ExternalLedger', () => {
  it('waits for what a collection frees the longer, the larger the heap, half a second at the most', () => {
    expect([0, 20, 1_000].map((heapMegabytes) => settledAfterMs(heapMegabytes))).toEqual([50, 100, 500]);
  });

  it('takes the least that was seen meanwhile for what is live', () => {
    const ledger = new ExternalLedger();
    for (const [look, bytes] of [500, 300, 400, 420, 430, 440].entries())
      ledger.observe(sample(10 * look, bytes, 0), 0, look === 0);
    expect(ledger.liveBytes).toBe(300);
  });

  it('knows of nothing before the first look', () => {
    const { liveBytes, believedBytes } = new ExternalLedger();
    expect([liveBytes, believedBytes]).toEqual([0, 0]);
  });

  it('knows from looks without a collection only what memory has fallen to', () => {
    const ledger = new ExternalLedger();
    const known = [500, 300, 400].map((bytes, look) => {
      const isKnownAnew = ledger.observe(sample(100 * look, bytes, 0), 10 * bytes, false);
      return [isKnownAnew, ledger.liveBytes, ledger.believedBytes];
    });
    expect(known).toEqual([
      [false, 500, 5_000],
      [false, 300, 3_000],
      [false, 300, 3_000],
    ]);
  });

  it('waits from the first of two collections on, and begins anew after it is known', () => {
    const ledger = new ExternalLedger();
    const look = (atMs: number, isCollected: boolean) => ledger.observe(sample(atMs, 100, 0), 0, isCollected);
    expect([look(1_000, true), look(1_040, true), look(1_050, false), look(1_060, false)]).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect([look(2_000, true), look(2_049, false), look(2_050, false)]).toEqual([false, false, true]);
  });

  it('learns what a believed byte takes from what collections have left', () => {
    const ledger = new ExternalLedger();
    ledger.observe(sample(0, 0, 0), 0, true);
    ledger.observe(sample(50, 0, 0), 0, false);
    ledger.observe(sample(100, 40 * MB, 0), 20 * MB, true);
    ledger.observe(sample(150, 40 * MB, 0), 20 * MB, false);
    expect(ledger.ratio.expected).toBe(2);
  });
});
