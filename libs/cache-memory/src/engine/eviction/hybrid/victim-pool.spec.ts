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

  it('does not name one any more that was used since', () => {
    const residents = residentsOf(10);
    const pool = new VictimPool(residents);
    residents.now += 100;
    const slot = pool.cheapest();
    residents.use(Int32Array.of(slot), 1, new Int32Array(1));
    expect(pool.cheapest()).not.toBe(slot);
  });
});
