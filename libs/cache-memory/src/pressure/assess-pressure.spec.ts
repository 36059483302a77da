import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assessPressure, HYSTERESIS } from './assess-pressure.js';
import { DEFAULT_THRESHOLDS, PRESSURE_LEVELS } from './pressure-level.js';

const assess = (usage: number, previous: (typeof PRESSURE_LEVELS)[number] = 'normal') =>
  assessPressure(usage, previous, DEFAULT_THRESHOLDS);

describe('assessPressure', () => {
  it('names the level that a usage has reached', () => {
    expect([0, 0.79, 0.8, 0.89, 0.9, 0.949, 0.95, 1.2].map((usage) => assess(usage))).toEqual([
      'normal',
      'normal',
      'warning',
      'warning',
      'eviction',
      'eviction',
      'critical',
      'critical',
    ]);
  });

  it('stays at a level until usage is clearly below its threshold', () => {
    expect(assess(0.8 - HYSTERESIS / 2, 'warning')).toBe('warning');
    expect(assess(0.8 - HYSTERESIS * 1.01, 'warning')).toBe('normal');
    expect(assess(0.95 - HYSTERESIS / 2, 'critical')).toBe('critical');
  });

  it('falls several levels at once where usage does', () => {
    expect(assess(0.2, 'critical')).toBe('normal');
  });

  it('rises several levels at once where usage does', () => {
    expect(assess(0.99, 'normal')).toBe('critical');
  });

  it('does not swing while usage moves by less than the margin', () => {
    const steady = fc.tuple(
      fc.double({ min: 0, max: 1.2, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 0.99, noNaN: true })),
    );
    fc.assert(
      fc.property(steady, ([base, shares]) => {
        let level = assess(base);
        const levels = shares.map((share) => {
          level = assess(base + HYSTERESIS * share, level);
          return PRESSURE_LEVELS.indexOf(level);
        });
        expect(levels).toEqual([...levels].sort((left, right) => left - right));
      }),
    );
  });
});
