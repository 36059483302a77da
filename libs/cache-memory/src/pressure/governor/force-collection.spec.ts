import { describe, expect, it } from '@jest/globals';
import { forceCollection } from './force-collection.js';

describe('forceCollection', () => {
  it.each(['garbage', 'pages'] as const)(
    'collects what nobody holds any more, each time, and says how long it took: %s',
    async (scope) => {
      for (let round = 0; round < 2; round++) {
        const dropped = new WeakRef({ round });
        await new Promise(setImmediate); // a weak reference holds its object until the job ends
        const startedAt = performance.now();
        const tookMs = forceCollection(scope);
        expect(tookMs).toBeGreaterThan(0);
        expect(tookMs).toBeLessThanOrEqual(performance.now() - startedAt);
        expect(dropped.deref()).toBeUndefined();
      }
    },
  );

  it('leaves nothing of what dropped Buffers held outside the heap', () => {
    const bytes = 64 * 2 ** 20;
    const held = Array.from({ length: 1_024 }, () => Buffer.allocUnsafeSlow(bytes / 1_024));
    forceCollection();
    const before = process.memoryUsage().external;
    held.length = 0;
    forceCollection();
    expect(before - process.memoryUsage().external).toBeGreaterThan(0.9 * bytes);
  });
});
