import { describe, expect, it } from '@jest/globals';
import { TypicalCost, UNITS_PER_OCTAVE, UNITS_PER_STEP, weightStep } from './worth.js';

const ratioOf = (cost: number, weight: number): number =>
  2 ** (((new TypicalCost().step(cost) - weightStep(weight)) * UNITS_PER_STEP) / UNITS_PER_OCTAVE);

describe('costs and weights as steps', () => {
  it('differ as their ratios do, within a step', () => {
    for (const [cost, weight] of [
      [10, 1],
      [0.5, 4_096],
      [30_000, 1_000_000],
    ] as const) {
      const ratio = ratioOf(cost, weight) / ratioOf(1, 1) / (cost / weight);
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.25);
    }
  });

  it('stay within a byte at the ends', () => {
    const costs = new TypicalCost();
    for (const step of [costs.step(1e300), costs.step(1e-300), weightStep(0), weightStep(2 ** 100)]) {
      expect(step).toBeGreaterThanOrEqual(0);
      expect(step).toBeLessThanOrEqual(255);
    }
  });
});

describe('TypicalCost', () => {
  it('takes an unknown cost for a typical one', () => {
    const costs = new TypicalCost();
    for (let newcomer = 0; newcomer < 10; newcomer++) costs.step(64);
    expect(costs.step(0)).toBe(costs.step(64));
  });

  it('knows whether any cost was told', () => {
    const costs = new TypicalCost();
    costs.step(0);
    expect(costs.isUnknown).toBe(true);
    costs.step(1);
    expect(costs.isUnknown).toBe(false);
  });
});
