import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeClock } from '../../../test/fake-clock.js';
import { MethodInstanceCache } from '../method-instance-cache.js';

const ENTRIES = 10_500;

describe('CacheSweep', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each(['lru', 'hybrid'] as const)(
    'takes entries that expire together out a thousand at a turn, with the policy %s',
    (policy) => {
      const clock = new FakeClock();
      const cache = new MethodInstanceCache<number, number>({ maxEntries: ENTRIES, ttl: '1m', policy, clock });
      for (let key = 0; key < ENTRIES; key++) cache.set(key, key);
      clock.advance(60_000);
      const left: number[] = [];
      for (let turn = 0; cache.size > 0 && turn < 20; turn++) {
        jest.advanceTimersToNextTimer();
        left.push(cache.size);
      }
      expect(left).toEqual(Array.from({ length: 11 }, (_, turn) => Math.max(0, ENTRIES - 1_000 * (turn + 1))));
      expect(cache.stats().removals.expired).toBe(ENTRIES);
    },
  );
});
