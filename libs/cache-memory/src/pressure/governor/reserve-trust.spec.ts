import { describe, expect, it } from '@jest/globals';
import { ReserveTrust } from './reserve-trust.js';

const LIMIT = 1_000;
const look = (besidesBytes: number, othersBytes = 100, externalBytes = 100) => ({
  besidesBytes,
  othersBytes,
  externalBytes,
  limitBytes: LIMIT,
});

/** Trust after code and stacks of 50 bytes were seen, then 900 outside the heap, and then so many collections at which the container counted no more. */
const after = (calmCollections: number, othersBytes = 100) => {
  const trust = new ReserveTrust();
  trust.observe(look(50, othersBytes), false, false);
  trust.observe(look(450, othersBytes, 900), true, true);
  for (let each = 0; each < calmCollections; each++) trust.observe(look(450, othersBytes), false, true);
  return trust;
};

describe('ReserveTrust', () => {
  it('trusts nothing before the container has counted no more over two collections', () => {
    expect([after(0), after(1)].map((trust) => trust.within(450))).toEqual([0, 0]);
  });

  it('trusts a tenth of the reserve then, and of what is left with each further collection', () => {
    const reserve = 450 - 50 - 0.2 * LIMIT;
    expect(after(2).within(450)).toBeCloseTo(0.1 * reserve);
    expect(after(3).within(450)).toBeCloseTo(0.19 * reserve);
    expect(after(100).within(450)).toBeCloseTo(reserve, 1);
  });

  it('trusts nothing again once the container has risen', () => {
    const trust = after(10);
    trust.observe(look(450), true, true);
    expect(trust.within(450)).toBe(0);
    trust.observe(look(450), false, true);
    expect(trust.within(450)).toBe(0);
    trust.observe(look(450), false, true);
    expect(trust.within(450)).toBeGreaterThan(0);
  });

  it('waits as long between collections', () => {
    const trust = after(2);
    const trusted = trust.within(450);
    for (let each = 0; each < 100; each++) trust.observe(look(450), false, false);
    expect(trust.within(450)).toBe(trusted);
  });

  it('leaves to others what they had at their most', () => {
    const trust = after(1, 180);
    for (let each = 0; each < 60; each++) trust.observe(look(450, 100), false, true);
    expect(trust.within(450)).toBeCloseTo(450 - 50 - 80 - 0.2 * LIMIT, 0);
    for (let each = 0; each < 4; each++) trust.observe(look(450, 100), false, true);
    expect(trust.within(450)).toBeCloseTo(450 - 50 - 0.2 * LIMIT, 0); // 64 collections later that is forgotten
  });

  it('takes others for none where what caches hold is estimated at more than is in use', () => {
    expect(after(100, -300).within(450)).toBeCloseTo(200, 1);
  });

  it('trusts nothing of a reserve of a fifth of the limit, nor where nothing limits a container', () => {
    expect(after(100).within(250)).toBe(0);
    const trust = new ReserveTrust();
    for (let each = 0; each < 10; each++) {
      trust.observe({ ...look(450, 0, 900 - each), limitBytes: Infinity }, false, true);
    }
    expect([trust.within(450), trust.keptWithin(450)]).toEqual([0, 0]);
  });

  it('trusts no more than was once in use outside the heap: what V8 has in reserve it gives back when asked', () => {
    const trust = new ReserveTrust();
    trust.observe(look(50), false, false);
    trust.observe(look(450, 100, 160), false, true);
    for (let each = 0; each < 60; each++) trust.observe(look(450), false, true);
    expect(trust.within(450)).toBeCloseTo(60, 0);
  });

  it('knows what an allocator keeps: the rest without the least, but no more than was once in use outside the heap', () => {
    expect(after(1).keptWithin(450)).toBe(400);
    expect(after(1).keptWithin(900)).toBe(800);
    expect(after(1).keptWithin(2_000)).toBe(800);
    expect(after(1).keptWithin(40)).toBe(0);
  });

  it('knows of no reserve before the first look', () => {
    expect(new ReserveTrust().within(450)).toBe(0);
    expect(new ReserveTrust().keptWithin(450)).toBe(0);
  });
});
