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
});
