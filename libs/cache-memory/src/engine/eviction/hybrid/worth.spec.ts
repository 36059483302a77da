import { describe, expect, it } from '@jest/globals';
import { costPerWeight, TypicalCost, weightStep } from './worth.js';

describe('costPerWeight', () => {
  it('is the cost divided by the weight, within a step', () => {
    const costs = new TypicalCost();
    for (const [cost, weight] of [
      [10, 1],
      [0.5, 4_096],
      [30_000, 1_000_000],
    ] as const) {
      const ratio = costPerWeight(costs.step(cost), weightStep(weight)) / (cost / weight);
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.25);
    }
  });

  it('stays finite at the ends', () => {
    const costs = new TypicalCost();
    expect(costPerWeight(costs.step(1e300), weightStep(0))).toBeLessThan(Infinity);
    expect(costPerWeight(costs.step(1e-300), weightStep(2 ** 53))).toBeGreaterThan(0);
  });
});

describe('TypicalCost', () => {
  it('takes an unknown cost for a typical one', () => {
    const costs = new TypicalCost();
    for (let newcomer = 0; newcomer < 10; newcomer++) costs.step(64);
    expect(costs.step(0)).toBe(costs.step(64));
  });
});
