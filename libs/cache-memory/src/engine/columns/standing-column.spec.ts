import { describe, expect, it } from '@jest/globals';
import { StandingColumn } from './standing-column.js';

describe('StandingColumn', () => {
  it('is blank, and all are of the normal rank and unguarded, until one is otherwise', () => {
    const standing = new StandingColumn();
    standing.resize(4);
    standing.set(1, 1, false);
    expect([standing.isBlank, standing.rank(1), standing.isGuarded(1)]).toEqual([true, 1, false]);
    standing.set(2, 1, true);
    expect([standing.isBlank, standing.rank(2), standing.isGuarded(2)]).toEqual([false, 1, true]);
    expect([standing.rank(3), standing.isGuarded(3)]).toEqual([1, false]);
  });

  it('tells ranks and guards apart, and forgets what a slot was before', () => {
    const standing = new StandingColumn();
    standing.resize(3);
    for (const rank of [0, 1, 2]) standing.set(rank, rank, rank === 2);
    expect([0, 1, 2].map((slot) => standing.rank(slot))).toEqual([0, 1, 2]);
    expect([0, 1, 2].map((slot) => standing.isGuarded(slot))).toEqual([false, false, true]);
    standing.set(2, 1, false);
    expect([standing.rank(2), standing.isGuarded(2)]).toEqual([1, false]);
  });

  it('keeps what it holds when there are more slots, and those are normal', () => {
    const standing = new StandingColumn();
    standing.resize(2);
    standing.set(0, 2, false);
    standing.set(1, 1, true);
    standing.resize(4);
    expect([0, 1, 2, 3].map((slot) => standing.rank(slot))).toEqual([2, 1, 1, 1]);
    expect([0, 1, 2, 3].map((slot) => standing.isGuarded(slot))).toEqual([false, true, false, false]);
  });
});
