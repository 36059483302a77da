import { describe, expect, it } from '@jest/globals';
import type { PressureLevel } from '../pressure-level.js';
import { Glance } from './glance.js';
import type { View } from './lookout.js';
import { RegionMeter } from './region-meter.js';

const WARNING = 0.8;
const STEP = 10;

/** A look that found 100 of 1,000 bytes in use, and a region that holds 50 of the 200 that it is allowed. */
const looked = ({ allowedBytes = 200, maxBytes = Infinity, occupied = 100 } = {}, level: PressureLevel = 'normal') => {
  const view = {
    sample: { atMs: 1_000, heapUsedBytes: 80, externalBytes: 20 },
    demands: [
      { limitBytes: 1_000, occupiedBytes: 100 },
      { limitBytes: 2_000, occupiedBytes: occupied },
    ],
    holdings: new Map([['a', { weight: 50, maxBytes }]]),
  } as unknown as View;
  const meter = new RegionMeter({ leftBytes: 0, isOpen: true, look: () => {} });
  meter.allowedBytes = allowedBytes;
  const glance = new Glance();
  glance.follow(view, level, WARNING, () => meter, STEP);
  return glance;
};

describe('Glance', () => {
  it('is enough while memory fills, nothing was collected and every limit is far', () => {
    const glance = looked();
    expect([100, 110, 110, 590].map((inUse) => glance.isEnough(inUse, STEP, 1_001))).toEqual([true, true, true, true]);
    expect(glance.isEnough(601, STEP, 1_001)).toBe(false);
  });

  it('counts what fills the memory that is nearest to its limit', () => {
    expect(looked({ occupied: 1_190 }).isEnough(109, STEP, 1_001)).toBe(true);
    expect(looked({ occupied: 1_190 }).isEnough(111, STEP, 1_001)).toBe(false);
  });

  it('is not enough once something was collected', () => {
    const glance = looked();
    expect(glance.isEnough(200, STEP, 1_001)).toBe(true);
    expect(glance.isEnough(199, STEP, 1_001)).toBe(false);
  });

  it('is not enough where a region could reach its share before the next one', () => {
    const glance = looked({ allowedBytes: 75 });
    expect(glance.isEnough(100, STEP, 1_001)).toBe(true);
    expect(glance.isEnough(100, STEP, 1_001)).toBe(false);
    expect(looked({ allowedBytes: 75, maxBytes: 75 }).isEnough(100, 1_000, 1_001)).toBe(true);
  });

  it('is not enough under pressure, after other settings, nor when the last look is old', () => {
    expect(looked({}, 'warning').isEnough(100, STEP, 1_001)).toBe(false);
    expect(looked().isEnough(100, STEP, 1_200)).toBe(false);
    const glance = looked();
    glance.close();
    expect(glance.isEnough(100, STEP, 1_001)).toBe(false);
    expect(new Glance().isEnough(0, 0, 0)).toBe(false);
  });
});
