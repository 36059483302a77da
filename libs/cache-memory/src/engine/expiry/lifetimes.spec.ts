import { describe, expect, it } from '@jest/globals';
import { NONE } from '../eviction/eviction-policy.js';
import { Lifetimes } from './lifetimes.js';

function lifetimes(): { lives: Lifetimes } {
  const lives = new Lifetimes();
  lives.resize(64);
  return { lives };
}

function begin(lives: Lifetimes, slot: number, endsAt: number, idleMs: number, now: number): void {
  lives.describe(slot, endsAt, idleMs, now);
  lives.start(slot);
}

describe('Lifetimes', () => {
  it('has nothing to say of entries that live forever', () => {
    const { lives } = lifetimes();
    begin(lives, 3, Infinity, Infinity, 0);
    expect([lives.size, lives.deadline(3), lives.endsAt(3), lives.idleMs(3)]).toEqual([
      0,
      Infinity,
      Infinity,
      Infinity,
    ]);
    lives.advance(1e12);
    expect(lives.takeExpired(1e12, { left: 9 })).toBe(NONE);
    lives.stop(3);
  });

  it('ends a life at the nearer of both deadlines, of which a hit moves one', () => {
    const { lives } = lifetimes();
    begin(lives, 0, 1_000, 300, 100);
    expect(lives.deadline(0)).toBe(400);
    lives.use(0, 390);
    expect(lives.deadline(0)).toBe(690);
    lives.use(0, 900);
    expect(lives.deadline(0)).toBe(1_000);
  });

  it('puts off what was hit meanwhile and gives out what was not', () => {
    const { lives } = lifetimes();
    begin(lives, 0, Infinity, 5_000, 0);
    begin(lives, 1, Infinity, 5_000, 0);
    lives.use(0, 4_000);
    lives.advance(6_000);
    expect(lives.takeExpired(6_000, { left: 9 })).toBe(1);
    expect(lives.takeExpired(6_000, { left: 9 })).toBe(NONE);
    expect(lives.size).toBe(1);
    lives.advance(9_000);
    expect(lives.takeExpired(9_000, { left: 9 })).toBe(0);
    expect(lives.size).toBe(0);
  });

  it('looks at no more than it has patience for, and goes on from there', () => {
    const { lives } = lifetimes();
    for (let slot = 0; slot < 10; slot++) {
      begin(lives, slot, 100, Infinity, 0);
    }
    lives.advance(5_000);
    const patience = { left: 4 };
    const taken: number[] = [];
    for (let slot = lives.takeExpired(5_000, patience); slot !== NONE; slot = lives.takeExpired(5_000, patience)) {
      taken.push(slot);
    }
    expect(taken).toHaveLength(4);
    expect(patience.left).toBe(0);
    expect(lives.size).toBe(6);
    expect(lives.takeExpired(5_000, { left: 1 })).not.toBe(NONE);
  });

  it('forgets the life of the entry that a slot held before', () => {
    const { lives } = lifetimes();
    begin(lives, 0, 100, 10, 0);
    lives.stop(0);
    begin(lives, 0, Infinity, Infinity, 0);
    expect(lives.deadline(0)).toBe(Infinity);
    expect(lives.size).toBe(0);
  });

  it('keeps lifetimes when there are more slots, and gives entries stored before the first lifetime none', () => {
    const { lives } = lifetimes();
    begin(lives, 0, Infinity, Infinity, 0);
    begin(lives, 1, 50, Infinity, 0);
    lives.resize(128);
    begin(lives, 100, 70, Infinity, 0);
    expect([0, 1, 100].map((slot) => lives.deadline(slot))).toEqual([Infinity, 50, 70]);
  });

  it('tells the end of a life that is described, runs it once it has begun, and forgets one that never does', () => {
    const { lives } = lifetimes();
    lives.describe(0, 500, 100, 0);
    lives.describe(1, 500, 100, 0);
    expect([lives.size, lives.deadline(0), lives.endsAt(1)]).toEqual([0, 100, 500]);
    lives.start(0);
    lives.forget(1);
    expect([lives.size, lives.deadline(1), lives.endsAt(1), lives.idleMs(1)]).toEqual([
      1,
      Infinity,
      Infinity,
      Infinity,
    ]);
    lives.advance(5_000);
    expect([lives.takeExpired(5_000, { left: 9 }), lives.takeExpired(5_000, { left: 9 })]).toEqual([0, NONE]);
  });
});
