import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NONE } from '../eviction/eviction-policy.js';
import { TimerWheel } from './timer-wheel.js';

const DAY = 86_400_000;

function wheelAt(now: number, capacity = 64): TimerWheel {
  const wheel = new TimerWheel(now);
  wheel.resize(capacity);
  return wheel;
}

/** All that is due at `now`, as the cache takes it: what is not yet over is scheduled again. */
function takeExpired(wheel: TimerWheel, deadlines: ReadonlyMap<number, number>, now: number): number[] {
  wheel.advance(now);
  const expired: number[] = [];
  for (let slot = wheel.takeDue(); slot !== NONE; slot = wheel.takeDue()) {
    const deadline = deadlines.get(slot)!;
    if (deadline <= now) expired.push(slot);
    else wheel.schedule(slot, deadline);
  }
  return expired.sort((left, right) => left - right);
}

describe('TimerWheel', () => {
  it('gives out a slot once its deadline is reached, and not before', () => {
    const wheel = wheelAt(0);
    const deadlines = new Map([[3, 5_000]]);
    wheel.schedule(3, 5_000);
    expect(wheel.size).toBe(1);
    expect(takeExpired(wheel, deadlines, 4_999)).toEqual([]);
    expect(wheel.size).toBe(1);
    expect(takeExpired(wheel, deadlines, 5_000)).toEqual([3]);
    expect(wheel.size).toBe(0);
    expect(takeExpired(wheel, deadlines, 9_000)).toEqual([]);
  });

  it.each([
    1_023,
    1_024,
    65_535,
    65_536,
    2 ** 22,
    2 ** 27,
    2 ** 29 - 1,
    2 ** 29,
    2 ** 31,
    25 * DAY,
    400 * DAY,
    30_000 * DAY,
  ])('keeps a deadline %p ms ahead, whether time creeps or leaps', (ahead) => {
    for (const start of [0, 1, 1_023, 65_535, 123_456_789.25, 1_795_000_000_000]) {
      for (const steps of [1, 7, 100]) {
        const wheel = wheelAt(start);
        const deadlines = new Map([[0, start + ahead]]);
        wheel.schedule(0, start + ahead);
        for (let step = 1; step < steps; step++) {
          expect(takeExpired(wheel, deadlines, start + (ahead * step) / steps)).toEqual([]);
        }
        expect(takeExpired(wheel, deadlines, start + ahead - 0.25)).toEqual([]);
        expect(takeExpired(wheel, deadlines, start + ahead)).toEqual([0]);
      }
    }
  });

  it('gives out at the next advance what was overdue when it was scheduled', () => {
    const wheel = wheelAt(10_000);
    wheel.schedule(1, 5);
    expect(takeExpired(wheel, new Map([[1, 5]]), 10_000)).toEqual([1]);
  });

  it('cancels a slot that waits, one that is due, and leaves alone one that is not there', () => {
    const wheel = wheelAt(0);
    for (const slot of [0, 1, 2]) wheel.schedule(slot, 10);
    wheel.cancel(0);
    wheel.cancel(0);
    wheel.advance(20_000);
    wheel.cancel(1);
    wheel.cancel(9);
    expect(wheel.size).toBe(1);
    expect(wheel.takeDue()).toBe(2);
    expect(wheel.takeDue()).toBe(NONE);
    expect(wheel.size).toBe(0);
  });

  it('can be emptied as few at a time as one likes', () => {
    const wheel = wheelAt(0);
    for (let slot = 0; slot < 10; slot++) wheel.schedule(slot, 100 + slot);
    wheel.advance(5_000);
    const taken = [wheel.takeDue(), wheel.takeDue()];
    wheel.schedule(20, 50_000);
    wheel.advance(6_000);
    for (let slot = wheel.takeDue(); slot !== NONE; slot = wheel.takeDue()) taken.push(slot);
    expect(taken.sort((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(wheel.size).toBe(1);
  });

  it('keeps what it holds when it grows', () => {
    const wheel = wheelAt(0, 2);
    wheel.schedule(0, 100);
    wheel.schedule(1, 90_000);
    wheel.resize(500);
    wheel.schedule(499, 100);
    const deadlines = new Map([[0, 100], [1, 90_000], [499, 100]]); // prettier-ignore
    expect(takeExpired(wheel, deadlines, 200)).toEqual([0, 499]);
    expect(takeExpired(wheel, deadlines, 90_000)).toEqual([1]);
  });

  it('ignores a clock that runs backwards', () => {
    const wheel = wheelAt(100_000);
    wheel.schedule(0, 100_500);
    wheel.advance(1);
    expect(takeExpired(wheel, new Map([[0, 100_500]]), 100_500)).toEqual([0]);
  });

  it('gives out exactly what a sorted list would', () => {
    const ahead = fc.oneof(
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer({ min: 0, max: 200_000 }),
      fc.integer({ min: 0, max: 2 ** 30 }),
      fc.double({ min: 0, max: 2 ** 33, noNaN: true }),
      fc.constantFrom(1_024, 65_536, 2 ** 22, 2 ** 27, 2 ** 29),
    );
    const step = fc.oneof(
      fc.record({ op: fc.constant('schedule' as const), slot: fc.nat(63), ahead }),
      fc.record({ op: fc.constant('cancel' as const), slot: fc.nat(63), ahead: fc.constant(0) }),
      fc.record({ op: fc.constant('advance' as const), slot: fc.constant(0), ahead }),
    );
    const starts = fc.constantFrom(0, 1, 1_023.5, 65_535, 2 ** 29 - 1, 1_795_000_000_000, -5_000_000);
    fc.assert(
      fc.property(starts, fc.array(step, { maxLength: 80 }), (start, steps) => {
        const wheel = wheelAt(start);
        const deadlines = new Map<number, number>();
        let now = start;
        for (const { op, slot, ahead } of steps) {
          if (op === 'advance') {
            now += ahead;
            const expected = [...deadlines.keys()].filter((each) => deadlines.get(each)! <= now);
            const taken = takeExpired(wheel, deadlines, now);
            expect(taken).toEqual(expected.sort((left, right) => left - right));
            for (const each of taken) deadlines.delete(each);
          } else {
            wheel.cancel(slot);
            deadlines.delete(slot);
            if (op === 'schedule') {
              wheel.schedule(slot, now + ahead);
              deadlines.set(slot, now + ahead);
            }
          }
          expect(wheel.size).toBe(deadlines.size);
        }
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });
});
