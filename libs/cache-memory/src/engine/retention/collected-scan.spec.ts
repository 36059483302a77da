import { describe, expect, it } from '@jest/globals';
import { CollectedScan } from './collected-scan.js';

describe('CollectedScan', () => {
  it.each([1, 5, 31, 32, 33, 1_000, 100_000])(
    'looks at each of %p slots within 33 sweeps, a bounded number at a time',
    (used) => {
      const scan = new CollectedScan();
      const seen = new Set<number>();
      for (let sweep = 0; sweep < 33; sweep++) {
        do {
          const { from, to } = scan.slice(used, 1_000);
          expect(to - from).toBeLessThanOrEqual(1_000);
          for (let slot = from; slot < to; slot++) seen.add(slot);
        } while (scan.isUnderWay);
      }
      expect(seen.size).toBe(used);
    },
  );

  it('has nothing to look at in an empty cache', () => {
    const scan = new CollectedScan();
    expect(scan.slice(0, 1_000)).toEqual({ from: 0, to: 0 });
    expect(scan.isUnderWay).toBe(false);
  });
});
