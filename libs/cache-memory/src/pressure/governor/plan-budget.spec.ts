import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MemoryDemand } from './memory-demand.js';
import { certainRoom, planBudget } from './plan-budget.js';

const demand = (usedBytes: number, more: Partial<MemoryDemand> = {}): MemoryDemand => ({
  source: 'heap',
  usedBytes,
  occupiedBytes: usedBytes,
  garbageBytes: 0,
  reserveBytes: 0,
  releasableBytes: 0,
  countedReserveBytes: 0,
  limitBytes: 1_000,
  comingBytes: 0,
  aim: 0.8,
  ratio: { low: 0.5, expected: 1, high: 2 },
  isCollectedInTime: true,
  ...more,
});

describe('planBudget', () => {
  it('grows into the room up to the aim, as if each byte took rather more', () => {
    expect(planBudget(100, [demand(600)], 0)).toBe(100 + 200 / 2);
  });

  it('shrinks where the aim is passed, as if each byte took rather less, and more each time that it was not enough', () => {
    expect(planBudget(500, [demand(900)], 0)).toBe(500 - 100 / 0.5);
    expect(planBudget(500, [demand(900)], 1)).toBe(500 - (100 / 0.5) * 1.5);
  });

  it('leaves to others what they are expected to need soon', () => {
    expect(planBudget(100, [demand(600, { comingBytes: 50 })], 0)).toBe(100 + 150 / 2);
    expect(planBudget(500, [demand(780, { comingBytes: 50 })], 0)).toBe(500 - 30 / 0.5);
  });

  it('lets the scarcest memory decide', () => {
    expect(planBudget(100, [demand(100), demand(790, { source: 'container' })], 0)).toBe(105);
  });

  it('never brings any memory over its limit, as long as a byte takes no more than the high guess says', () => {
    const drawn = fc.record({
      believed: fc.integer({ min: 0, max: 1_000_000 }),
      used: fc.integer({ min: 0, max: 1_000_000 }),
      limit: fc.integer({ min: 1_000_000, max: 2_000_000 }),
      high: fc.double({ min: 0.02, max: 4, noNaN: true }),
      misses: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(drawn, ({ believed, used, limit, high, misses }) => {
        const ratio = { low: high / 2, expected: high / 1.3, high };
        const budget = planBudget(believed, [demand(used, { limitBytes: limit, ratio })], misses);
        expect(budget).toBeGreaterThanOrEqual(0);
        expect(used + Math.max(0, budget - believed) * high).toBeLessThanOrEqual(Math.max(used, limit * 0.8) + 1);
      }),
    );
  });
});

describe('certainRoom', () => {
  it('is what is free even if nothing that is in use were garbage', () => {
    expect(certainRoom([demand(100, { occupiedBytes: 600 })])).toBe(100);
  });

  it('is nothing where a memory is filled to its aim', () => {
    expect(certainRoom([demand(0), demand(100, { occupiedBytes: 900 })])).toBe(0);
  });
});
