import { describe, expect, it, jest } from '@jest/globals';
import { NONE } from '../eviction-policy.js';
import { pastOf } from './reuse-class.js';
import { Residents } from './residents.js';
import { VictimPool } from './victim-pool.js';

/** Residents of equal past in slots 0 to `count` - 1, each inserted one access after the one before. */
function residentsOf(count: number): Residents {
  const residents = new Residents();
  for (let slot = 0; slot < count; slot++) {
    residents.now++;
    residents.add(slot, pastOf(1, 0), 80, 0, false);
  }
  return residents;
}

describe('VictimPool', () => {
  it('knows nobody where there is no resident', () => {
    const residents = residentsOf(1);
    residents.delete(0);
    expect(new VictimPool(residents).cheapest()).toBe(NONE);
  });

  it('finds the cheapest of a few, which before anything was learned is of the oldest', () => {
    const residents = residentsOf(60);
    residents.now += 4;
    expect(new VictimPool(residents).cheapest()).toBeLessThan(20);
  });

  it('finds one of the cheaper half of many', () => {
    const pool = new VictimPool(residentsOf(10_000));
    for (let victim = 0; victim < 50; victim++) {
      expect(pool.cheapest()).toBeLessThan(5_000);
      pool.take();
    }
  });

  it('finds the last one among many slots that were left', () => {
    const residents = residentsOf(10_000);
    for (let slot = 0; slot < 10_000; slot++) if (slot !== 7_777) residents.delete(slot);
    expect(new VictimPool(residents).cheapest()).toBe(7_777);
  });

  it('looks at fewer for a victim in a flood, the fewest where none told what it cost', () => {
    const looks = (isFlooded: boolean, areAlike: boolean): number => {
      const residents = residentsOf(10_000);
      const look = jest.spyOn(residents, 'look');
      const pool = new VictimPool(residents);
      Object.assign(pool, { isFlooded, areAlike });
      for (let victim = 0; victim < 2_000; victim++) {
        residents.delete(pool.cheapest());
        pool.take();
      }
      return look.mock.calls.length;
    };
    expect(looks(true, false)).toBeLessThan(looks(false, true));
    expect(looks(true, true)).toBeLessThan(looks(true, false));
  });

  it('looks at fewer for a victim in a flood: a part of a few residents is enough to tell', () => {
    const looks = (isFlooded: boolean, areAlike: boolean | undefined, isByWeight = false): number => {
      const residents = residentsOf(700);
      residents.isByWeight = isByWeight;
      const look = jest.spyOn(residents, 'look');
      const pool = new VictimPool(residents);
      pool.isFlooded = isFlooded;
      if (areAlike !== undefined) pool.areAlike = areAlike;
      for (let victim = 0; victim < 250; victim++) {
        residents.delete(pool.cheapest());
        pool.take();
      }
      return look.mock.calls.reduce((sum, [most]) => sum + most, 0);
    };
    expect(looks(true, false)).toBeLessThan(looks(false, true));
    expect(looks(true, true)).toBeLessThan(looks(true, false));
    expect(looks(true, undefined)).toBe(looks(true, true));
    expect(looks(false, true, true)).toBeGreaterThan(4 * looks(false, true));
  });

  it('says what the cheapest is worth, and that further victims are worth no less', () => {
    const residents = residentsOf(60);
    const pool = new VictimPool(residents);
    for (let victim = 0; victim < 20; victim++) {
      const slot = pool.cheapest();
      expect(pool.worth).toBe(residents.worth(slot));
      expect([pool.worthOf(0), pool.worthOf(1)]).toEqual([pool.worth, pool.worth]);
      expect(pool.worthOf(5)).toBeGreaterThanOrEqual(pool.worth);
      residents.delete(slot);
      pool.take();
    }
  });

  it('goes on with what a pass has found until it was to find that many, four victims elsewhere for one of its own', () => {
    const residents = residentsOf(60);
    const pool = new VictimPool(residents);
    const look = jest.spyOn(residents, 'look');
    for (let round = 0; round < 30; round++) {
      residents.delete(pool.cheapest());
      pool.take();
    }
    pool.cheapest();
    const before = look.mock.calls.length;
    let spared = 0;
    for (; look.mock.calls.length === before; spared++) {
      pool.spare();
      pool.cheapest();
    }
    expect(spared).toBeLessThanOrEqual(32);
    const after = look.mock.calls.length;
    for (let more = 0; more < 31; more++) {
      pool.spare();
      pool.cheapest();
    }
    expect(look.mock.calls.length).toBe(after);
    pool.spare();
    pool.cheapest();
    expect(look.mock.calls.length).toBe(after + 1);
  });

  it('looks at all of a few once, and at many until somebody is found', () => {
    const few = residentsOf(64);
    const many = residentsOf(1_000);
    const looks = [few, many].map((residents) => {
      const look = jest.spyOn(residents, 'look');
      new VictimPool(residents).cheapest();
      return look.mock.calls.length;
    });
    expect(looks).toEqual([1, 4]);
  });

  it('does not name one any more that was used since', () => {
    const residents = residentsOf(10);
    const pool = new VictimPool(residents);
    residents.now += 100;
    const slot = pool.cheapest();
    residents.use(Int32Array.of(slot), 1, new Int32Array(1));
    expect(pool.cheapest()).not.toBe(slot);
  });
});
