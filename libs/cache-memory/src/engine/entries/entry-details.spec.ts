import { describe, expect, it } from '@jest/globals';
import { GivenClock } from '../time/given-clock.js';
import { EntryDetails } from './entry-details.js';

const DAY_MS = 86_400_000;

/** Details on a clock that shows what it is set to. */
function detailsOf(wish: boolean | undefined) {
  const time = { ms: 0 };
  const details = new EntryDetails(wish, new GivenClock({ now: () => time.ms }));
  const begin = (slot: number, now: number): void => {
    time.ms = now;
    details.begin(slot);
  };
  return { details, begin };
}

describe('EntryDetails', () => {
  it('tells age, idle time and uses in whole milliseconds', () => {
    const { details, begin } = detailsOf(undefined);
    details.resize(8);
    begin(3, 100.75);
    details.use(Int32Array.of(3, 3), 2, 150.25);
    expect([details.ageMs(3, 200.75), details.idleMs(3, 200.75), details.uses(3)]).toEqual([100, 51, 2]);
  });

  it('begins anew with the next entry of a slot', () => {
    const { details, begin } = detailsOf(true);
    details.resize(8);
    begin(0, 0);
    details.use(Int32Array.of(0), 1, 10);
    begin(0, 50);
    expect([details.ageMs(0, 60), details.idleMs(0, 60), details.uses(0)]).toEqual([10, 10, 0]);
  });

  it('lets go of everything beyond 65,536 slots, unless they were asked for', () => {
    const [silent, asked, refused] = [undefined, true, false].map((wish) => detailsOf(wish));
    for (const { details, begin } of [silent!, asked!, refused!]) {
      details.resize(65_536);
      begin(7, 0);
    }
    expect([silent, asked, refused].map((each) => each!.details.ageMs(7, 5))).toEqual([5, 5, undefined]);
    for (const { details } of [silent!, asked!]) details.resize(131_072);
    expect([silent, asked].map((each) => each!.details.ageMs(7, 5))).toEqual([undefined, 5]);
    expect([silent!.details.idleMs(7, 5), silent!.details.uses(7)]).toEqual([undefined, undefined]);
  });

  it('reads a clock that ticks once for many entries, and again after a tick', () => {
    let readings = 0;
    const ticks: (() => void)[] = [];
    const exact = (): number => 100 * ++readings;
    const details = new EntryDetails(true, { now: exact, exact, atTick: (work) => ticks.push(work) });
    details.resize(8);
    for (let slot = 0; slot < 3; slot++) details.begin(slot);
    expect([readings, ticks.length]).toEqual([1, 1]);
    ticks.pop()!();
    details.begin(3);
    expect([0, 2, 3].map((slot) => details.ageMs(slot, 250))).toEqual([150, 150, 50]);
    for (let more = 0; more < 1_000; more++) details.begin(4);
    expect(readings).toBeGreaterThan(4);
    expect(ticks).toHaveLength(1);
  });

  it('goes on for years, and then tells 24 days for what is older', () => {
    const { details, begin } = detailsOf(true);
    details.resize(8);
    begin(0, 0);
    for (let day = 10; day <= 3_650; day += 10) begin(1, day * DAY_MS);
    begin(2, 3_650 * DAY_MS);
    const now = 3_650 * DAY_MS + 5;
    expect(details.ageMs(2, now)).toBe(5);
    expect(details.ageMs(0, now)).toBeGreaterThan(24 * DAY_MS);
  });

  it('keeps them up to 65,536 entries and a newcomer', () => {
    const kept = [65_537, 65_538].map((capacity) => {
      const { details } = detailsOf(undefined);
      details.resize(capacity);
      return details.isKept;
    });
    expect(kept).toEqual([true, false]);
  });

  it('tells the same of what is younger than 24 days when its origin moves on', () => {
    const { details, begin } = detailsOf(true);
    details.resize(8);
    begin(0, 0);
    begin(1, 45 * DAY_MS);
    begin(2, 45 * DAY_MS);
    details.use(Int32Array.of(0, 2), 2, 48 * DAY_MS);
    begin(3, 50 * DAY_MS);
    const now = 50 * DAY_MS + 7;
    expect([1, 2, 3].map((slot) => details.ageMs(slot, now))).toEqual([5 * DAY_MS + 7, 5 * DAY_MS + 7, 7]);
    expect([0, 1, 2, 3].map((slot) => details.idleMs(slot, now)! - 7)).toEqual([2, 5, 2, 0].map((days) => days * DAY_MS)); // prettier-ignore
    expect(details.ageMs(0, now)).toBe(2 ** 31 + 7);
    expect([0, 1, 2, 3].map((slot) => details.uses(slot))).toEqual([1, 0, 1, 0]);
  });
});
