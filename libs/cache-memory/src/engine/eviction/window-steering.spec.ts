import { describe, expect, it } from '@jest/globals';
import { hashOf, range } from '../../../test/contracts/policy-cache.js';
import { type EvictionPolicy, NONE } from './eviction-policy.js';
import { LruPolicy } from './lru.js';
import { type CacheBounds, WindowSteering } from './window-steering.js';

/** Names itself as a victim, so that nothing but the first entries is ever stored. */
const refusing = (): EvictionPolicy => ({
  offer() {},
  insert() {},
  touch() {},
  remove() {},
  victim: (candidate) => (candidate === NONE ? 0 : candidate),
});
const bounds: CacheBounds = { peakEntries: 400, peakWeight: 4_000, isByWeight: false };

/** A steering whose miniatures hit only where the window has this share. */
const steeringTo = (winner: number): WindowSteering =>
  new WindowSteering((_, share) => (share === winner ? new LruPolicy() : refusing()));

function feed(steering: WindowSteering, cache: CacheBounds): void {
  for (let key = 0; key < 4_000; key++) for (const hash of [hashOf(key), hashOf(key)]) steering.access(hash, 1, cache);
}

describe('WindowSteering', () => {
  it.each([0.01, 0.2, 0.9])('comes to the share of the miniature with the most hits: %d', (winner) => {
    const steering = steeringTo(winner);
    feed(steering, bounds);
    expect(steering.share).toBeCloseTo(winner, 2);
  });

  it('takes steps rather than leaps', () => {
    const steering = steeringTo(0.9);
    const shares = new Set<number>();
    for (let key = 0; key < 1_000; key++) {
      for (const hash of [hashOf(key), hashOf(key)]) steering.access(hash, 1, bounds);
      shares.add(steering.share);
    }
    expect(shares.size).toBeGreaterThan(5);
  });

  it('bounds its miniatures by bytes where the cache is', () => {
    const steering = steeringTo(0.5);
    feed(steering, { peakEntries: 400, peakWeight: 2, isByWeight: true });
    expect(steering.share).toBe(0.02); // nothing fits into any of them
  });

  it('samples fewer keys of a larger cache', () => {
    const sampledOf = (peakEntries: number): number => {
      const steering = steeringTo(0.5);
      steering.access(0, 1, { ...bounds, peakEntries });
      return range(0, 10_000).filter((key) => steering.samples(hashOf(key))).length / 10_000;
    };
    expect(sampledOf(10)).toBeCloseTo(1 / 4, 1);
    expect(sampledOf(1_500)).toBeCloseTo(1 / 8, 1);
    expect(sampledOf(1e6)).toBeCloseTo(1 / 32, 1);
  });
});
