import { describe, expect, it } from '@jest/globals';
import { GivenClock } from '../time/given-clock.js';
import { EntryTable } from './entry-table.js';

function tableOf(mostEntries: number) {
  const growths: number[] = [];
  const table = new EntryTable<string, string>(
    undefined,
    new GivenClock({ now: () => 0 }),
    () => mostEntries,
    (capacity) => growths.push(capacity),
  );
  const claim = (count: number): number[] => Array.from({ length: count }, () => table.claim());
  return { table, growths, claim };
}

describe('EntryTable', () => {
  it('gives out slots in order, and again those that were given back, the last one first', () => {
    const { table, claim } = tableOf(100);
    expect(claim(4)).toEqual([0, 1, 2, 3]);
    for (const slot of [1, 3, 0]) table.release(slot);
    expect(table.used).toBe(4);
    expect(claim(5)).toEqual([0, 3, 1, 4, 5]);
    expect(table.used).toBe(6);
  });

  it('doubles its room, but makes no more than the most entries and a newcomer need', () => {
    const { growths, claim } = tableOf(150);
    claim(64);
    expect(growths).toEqual([64]);
    claim(65);
    expect(growths).toEqual([64, 128, 151]);
    claim(22);
    expect(growths).toEqual([64, 128, 151]);
  });

  it('has room for one more where there are more entries than there may be now', () => {
    const { growths, claim } = tableOf(2);
    expect(claim(5)).toEqual([0, 1, 2, 3, 4]);
    expect(growths).toEqual([3, 4, 5]);
  });

  it('keeps what stands in its columns when they grow', () => {
    const { table, claim } = tableOf(100);
    for (const slot of claim(64)) {
      table.keys[slot] = `k${slot}`;
      table.values[slot] = `v${slot}`;
      table.weights.set(slot, slot);
      table.costs.set(slot, 2 * slot);
      table.standing.set(slot, slot % 3, slot % 2 === 1);
      table.details.begin(slot);
    }
    claim(1);
    const { weights, costs, standing } = table;
    for (const slot of [0, 1, 35, 63]) {
      expect([table.keys[slot], table.values[slot]]).toEqual([`k${slot}`, `v${slot}`]);
      expect([weights.get(slot), costs.get(slot), standing.rank(slot)]).toEqual([slot, 2 * slot, slot % 3]);
      expect([standing.isGuarded(slot), table.details.ageMs(slot, 5)]).toEqual([slot % 2 === 1, 5]);
    }
    expect([table.keys[64], table.values[64], weights.get(64), standing.rank(64)]).toEqual([
      undefined,
      undefined,
      0,
      1,
    ]);
    expect([table.keys.length, table.values.length]).toEqual([101, 101]);
  });

  it('is bare until an entry has a weight, a cost or a standing of its own', () => {
    const changes: ((table: EntryTable<string, string>) => void)[] = [
      ({ weights }) => weights.set(0, 1),
      ({ costs }) => costs.set(0, 1),
      ({ standing }) => standing.set(0, 2, false),
    ];
    for (const change of changes) {
      const { table, claim } = tableOf(10);
      claim(1);
      expect(table.isBare).toBe(true);
      change(table);
      expect(table.isBare).toBe(false);
    }
  });

  it('keeps nothing of an entry whose slot was given back, nor of any once it is cleared', () => {
    const { table, growths, claim } = tableOf(100);
    for (const slot of claim(3)) {
      table.keys[slot] = `k${slot}`;
      table.values[slot] = `v${slot}`;
      table.index.add(`k${slot}`, slot);
    }
    table.size = 3;
    for (const slot of [2, 1]) table.release(slot);
    expect(table.keys.slice(0, 3)).toEqual(['k0', undefined, undefined]);
    expect(table.values.slice(0, 3)).toEqual(['v0', undefined, undefined]);
    table.clear();
    expect([table.keys, table.values, table.size, table.used, table.index.size]).toEqual([[], [], 0, 0, 0]);
    expect(claim(3)).toEqual([0, 1, 2]);
    expect(growths).toEqual([64, 64]);
    expect([table.keys, table.values]).toEqual([Array(64).fill(undefined), Array(64).fill(undefined)]);
  });
});
