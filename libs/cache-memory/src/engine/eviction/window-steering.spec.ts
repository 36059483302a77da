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
const small: CacheBounds = { peakEntries: 40, peakWeight: 400, isByWeight: false };
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

  it.each([0.01, 0.05, 0.2, 0.5, 0.9])('comes to the share with the most hits in a small cache: %d', (winner) => {
    const steering = steeringTo(winner);
    for (let key = 0; key < 500; key++) {
      for (const hash of [hashOf(key), hashOf(key)]) steering.access(hash, 1, small);
    }
    expect(steering.share).toBeCloseTo(winner, 3);
  });

  it('begins with a fiftieth, and goes three tenths of the way at the end of each round with hits', () => {
    const steering = steeringTo(0.9);
    const steps: [number, number][] = [];
    for (let access = 1; access <= 34; access++) {
      const key = access <= 12 ? access : 100 + (access >> 1); // twelve that come once, then pairs
      if (steering.access(hashOf(key), 1, small)) steps.push([access, steering.share]);
    }
    const shares = [0, 0, 1, 2].map((step) => 0.9 - 0.88 * 0.7 ** step);
    expect(steps.map(([access]) => access)).toEqual([1, 12, 23, 34]); // ten entries stand for forty
    for (const [step, [, share]] of steps.entries()) expect(share).toBeCloseTo(shares[step]!, 9);
  });

  it('follows the share that hits now, since older hits count for less', () => {
    let winner = 0.9;
    const lruWhile = (share: number): EvictionPolicy => {
      const lru = new LruPolicy();
      const closed = refusing();
      lru.victim = (candidate = NONE) =>
        winner === share ? LruPolicy.prototype.victim.call(lru) : closed.victim(candidate);
      return lru;
    };
    const steering = new WindowSteering((_, share) => lruWhile(share));
    const ask = (from: number): void => {
      for (let key = from; key < from + 400; key++) {
        for (const hash of [hashOf(key), hashOf(key)]) steering.access(hash, 1, small);
      }
    };
    ask(0);
    expect(steering.share).toBeCloseTo(0.9, 2);
    winner = 0.05;
    ask(1_000);
    expect(steering.share).toBeCloseTo(0.05, 2);
  });

  it('bounds small miniatures by bytes where the cache is', () => {
    const shareWith = (peakWeight: number): number => {
      const steering = steeringTo(0.5);
      for (let key = 0; key < 200; key++) {
        for (const hash of [hashOf(key), hashOf(key)])
          steering.access(hash, 3, { ...small, peakWeight, isByWeight: true });
      }
      return steering.share;
    };
    expect(shareWith(8)).toBe(0.02); // nothing of weight 3 fits into a fourth of it
    expect(shareWith(40)).toBeCloseTo(0.5, 2);
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
