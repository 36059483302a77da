import { describe, expect, it } from '@jest/globals';
import { HitLog } from './hit-log.js';

function watchedLog() {
  const accounts: number[][] = [];
  const ticks: (() => void)[] = [];
  const clock = { now: () => 0, exact: () => 0, atTick: (work: () => void) => ticks.push(work) };
  const log = new HitLog(clock, (slots, count) => accounts.push([...slots.subarray(0, count)]));
  return { log, accounts, ticks };
}

describe('HitLog', () => {
  it('accounts for hits at the next tick, all at once and in their order', () => {
    const { log, accounts, ticks } = watchedLog();
    for (const slot of [3, 1, 3]) log.note(slot);
    expect([accounts, ticks.length]).toEqual([[], 1]);
    ticks.pop()!();
    expect(accounts).toEqual([[3, 1, 3]]);
    log.note(2);
    ticks.pop()!();
    expect(accounts).toEqual([[3, 1, 3], [2]]);
  });

  it('accounts for hits earlier where it is told to, and once', () => {
    const { log, accounts, ticks } = watchedLog();
    log.settle();
    expect(accounts).toEqual([]);
    log.note(5);
    log.settle();
    log.settle();
    ticks.pop()!();
    expect(accounts).toEqual([[5]]);
  });

  it('waits for one tick at a time, however often it is settled before', () => {
    const { log, accounts, ticks } = watchedLog();
    for (let slot = 0; slot < 100; slot++) {
      log.note(slot);
      log.settle();
    }
    log.note(100);
    expect(ticks).toHaveLength(1);
    ticks.pop()!();
    expect(accounts).toHaveLength(101);
    log.note(101);
    expect(ticks).toHaveLength(1);
  });

  it('accounts for them without a tick when it is full', () => {
    const { log, accounts } = watchedLog();
    const slots = Array.from({ length: 2_500 }, (_, index) => index);
    for (const slot of slots) log.note(slot);
    expect(accounts.map(({ length }) => length)).toEqual([1_024, 1_024]);
    log.settle();
    expect(accounts.flat()).toEqual(slots);
  });
});
