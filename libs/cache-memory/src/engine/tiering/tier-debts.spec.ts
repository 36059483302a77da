import { describe, expect, it, jest } from '@jest/globals';
import { TierDebts } from './tier-debts.js';

describe('TierDebts', () => {
  it('covers the keys that are owed until they are paid', () => {
    const debts = new TierDebts<string>();
    expect([debts.isEmpty, debts.covers('a')]).toEqual([true, false]);
    debts.addKey('a');
    expect([debts.isEmpty, debts.covers('a'), debts.covers('b')]).toEqual([false, true, false]);
    debts.paidKey('a');
    expect([debts.isEmpty, debts.covers('a')]).toEqual([true, false]);
  });

  it('names the tags that are owed, and covers no key by them', () => {
    const debts = new TierDebts<string>();
    debts.addTags(['t', 'u']);
    debts.addTags(['t']);
    expect([debts.isEmpty, debts.covers('a'), [...debts.tags]]).toEqual([false, false, ['t', 'u']]);
  });

  it('covers every key where everything is owed, and remembers none', () => {
    const debts = new TierDebts<string>();
    debts.addKey('a');
    debts.addTags(['t']);
    debts.addTags(undefined);
    debts.addKey('b');
    expect([debts.isEmpty, debts.covers('z'), [...debts.tags]]).toEqual([false, true, []]);
    expect(debts.take(9)).toEqual({ keys: [], tags: [], isAll: true });
    expect([debts.isEmpty, debts.covers('z')]).toEqual([true, false]);
  });

  it('owes everything rather than more than a hundred thousand keys', () => {
    const debts = new TierDebts<number>();
    for (let key = 0; key < 100_000; key++) debts.addKey(key);
    expect([debts.covers(0), debts.covers(-1)]).toEqual([true, false]);
    debts.addKey(100_000);
    expect(debts.covers(-1)).toBe(true);
    expect(debts.take(9)).toEqual({ keys: [], tags: [], isAll: true });
  });

  it('gives out all tags and the eldest keys, and owes those no longer', () => {
    const debts = new TierDebts<string>();
    for (const key of ['a', 'b', 'c']) debts.addKey(key);
    debts.addTags(['t']);
    expect(debts.take(2)).toEqual({ keys: ['a', 'b'], tags: ['t'], isAll: false });
    expect([debts.isEmpty, debts.covers('b'), debts.covers('c')]).toEqual([false, false, true]);
    expect(debts.take(Infinity)).toEqual({ keys: ['c'], tags: [], isAll: false });
    expect(debts.isEmpty).toBe(true);
  });

  it('gives out keys in turn, those that are owed again after all others', () => {
    const debts = new TierDebts<string>();
    for (const key of ['a', 'b', 'c', 'd']) debts.addKey(key);
    debts.paidKey('b');
    const taken: (readonly string[])[] = [];
    for (let round = 0; round < 4; round++) {
      const { keys } = debts.take(2);
      taken.push(keys);
      for (const key of keys) debts.addKey(key);
    }
    expect(taken).toEqual([
      ['a', 'c'],
      ['d', 'a'],
      ['c', 'd'],
      ['a', 'c'],
    ]);
    debts.addTags(undefined);
    debts.take(9);
    debts.addKey('e');
    expect(debts.take(9).keys).toEqual(['e']);
    debts.addKey('f');
    expect(debts.take(9).keys).toEqual(['f']);
  });

  it('walks on through many keys where a few are taken at a time', () => {
    const debts = new TierDebts<number>();
    for (let key = 0; key < 1_000; key++) debts.addKey(key);
    const starts = (['values', 'keys', 'entries'] as const).map((walk) => jest.spyOn(Set.prototype, walk));
    const spread = jest.spyOn(Set.prototype, Symbol.iterator);
    for (let round = 0; round < 500; round++) for (const key of debts.take(1).keys) debts.addKey(key);
    for (const start of starts) expect(start).not.toHaveBeenCalled();
    expect((spread.mock.contexts as Set<unknown>[]).every(({ size }) => size === 0)).toBe(true);
    jest.restoreAllMocks();
  });
});
