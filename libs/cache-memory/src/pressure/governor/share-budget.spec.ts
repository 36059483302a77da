import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BudgetClaim, shareBudget } from './share-budget.js';

const claim = (region: string, heldBytes: number, more: Partial<BudgetClaim> = {}): BudgetClaim => ({
  region,
  heldBytes,
  minBytes: 0,
  maxBytes: Infinity,
  worth: 1,
  ...more,
});
const shares = (budget: number, ...claims: BudgetClaim[]) => Object.fromEntries(shareBudget(budget, claims));
const claims = fc.array(
  fc.record({
    heldBytes: fc.integer({ min: 0, max: 1_000_000 }),
    minBytes: fc.integer({ min: 0, max: 300_000 }),
    maxBytes: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 1_000_000 })),
    worth: fc.double({ min: 0.8, max: 1.25, noNaN: true }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('shareBudget', () => {
  it('gives one region all, up to its own bound', () => {
    expect(shares(1_000, claim('a', 10))).toEqual({ a: 1_000 });
    expect(shares(1_000, claim('a', 10, { maxBytes: 300 }))).toEqual({ a: 300 });
  });

  it('shares by what regions hold, so that nobody has to give while there is room', () => {
    expect(shares(1_000, claim('a', 300), claim('b', 100))).toEqual({ a: 750, b: 250 });
  });

  it('moves share to the region whose bytes are worth more', () => {
    const { a, b } = shares(1_000, claim('a', 500, { worth: 1.25 }), claim('b', 500, { worth: 0.8 }));
    expect(a! / b!).toBeCloseTo(1.25 / 0.8, 1);
  });

  it('lets a region begin that holds nothing', () => {
    expect(shares(1_000, claim('a', 990), claim('new', 0))['new']).toBeGreaterThanOrEqual(9);
  });

  it('gives what a bounded region may not take to the others', () => {
    expect(shares(1_000, claim('a', 500, { maxBytes: 100 }), claim('b', 500))).toEqual({ a: 100, b: 900 });
  });

  it('keeps what is promised as long as the budget reaches, and scales it down where it does not', () => {
    expect(shares(1_000, claim('a', 0, { minBytes: 600 }), claim('b', 5_000))['a']).toBeGreaterThanOrEqual(600);
    expect(shares(600, claim('a', 0, { minBytes: 600 }), claim('b', 0, { minBytes: 600 }))).toEqual({ a: 300, b: 300 });
  });

  it('never gives more than there is, nor more than a region may hold, nor less than is promised', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), claims, (budget, drawn) => {
        const all = drawn.map((each, index) => claim(`${index}`, 0, each));
        const given = shareBudget(budget, all);
        const total = [...given.values()].reduce((sum, bytes) => sum + bytes, 0);
        expect(total).toBeLessThanOrEqual(budget);
        const promised = all.reduce((sum, { minBytes, maxBytes }) => sum + Math.min(minBytes, maxBytes), 0);
        for (const { region, minBytes, maxBytes } of all) {
          expect(given.get(region)).toBeLessThanOrEqual(maxBytes);
          if (promised <= budget) expect(given.get(region)).toBeGreaterThanOrEqual(Math.min(minBytes, maxBytes) - 1);
        }
      }),
    );
  });

  it('leaves a region that holds nothing a fiftieth of an even share', () => {
    const claim = { minBytes: 0, maxBytes: Infinity, worth: 1 };
    const shares = shareBudget(10_000, [
      { ...claim, region: 'full', heldBytes: 10_000 },
      { ...claim, region: 'empty', heldBytes: 0 },
    ]);
    expect([shares.get('full'), shares.get('empty')]).toEqual([9_900, 99]); // 100 wished for beside 10 000
  });

  it('shares what is left by what is held beyond what is promised', () => {
    const claim = { maxBytes: Infinity, worth: 1 };
    const shares = shareBudget(1_000, [
      { ...claim, region: 'promised', heldBytes: 400, minBytes: 300 },
      { ...claim, region: 'other', heldBytes: 300, minBytes: 0 },
    ]);
    expect([shares.get('promised'), shares.get('other')]).toEqual([475, 525]);
  });

  it('shares nothing where there is nothing', () => {
    const claim = { heldBytes: 10, minBytes: 0, maxBytes: Infinity, worth: 1 };
    expect([...shareBudget(0, [{ ...claim, region: 'a' }])]).toEqual([['a', 0]]);
    expect([...shareBudget(100, [])]).toEqual([]);
  });
});
