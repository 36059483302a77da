import { describe, expect, it } from '@jest/globals';
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
});
