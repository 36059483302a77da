import { describe, expect, it } from '@jest/globals';
import { GrowthRatio } from './growth-ratio.js';

const LIMIT = 1_000;
const learnt = (...observations: [liveBytes: number, believedBytes: number][]) => {
  const ratio = new GrowthRatio();
  for (const [liveBytes, believedBytes] of observations) ratio.observe({ liveBytes, believedBytes }, LIMIT);
  return ratio;
};

describe('GrowthRatio', () => {
  it('assumes that a byte is a byte until it has learnt, and three to be safe', () => {
    const { expected, high } = learnt();
    expect([expected, high]).toEqual([1, 3]);
  });

  it('learns from growth how much sizes are too small', () => {
    const ratio = learnt([500, 0], [600, 50], [700, 100], [800, 150]);
    expect(ratio.expected).toBe(2);
    expect(ratio.high).toBeCloseTo(2.6);
    expect(ratio.low).toBeCloseTo(1.8);
    expect(learnt([500, 0], [600, 50]).low).toBeCloseTo(1.4);
  });

  it('knows that sizes are too large by what is live not explaining them', () => {
    expect(learnt([100, 300]).expected).toBeCloseTo(1 / 3);
    expect(learnt([100, 300]).high).toBeCloseTo(1 / 3);
  });

  it('is not misled by one collection in which the application grew or shrank', () => {
    expect(learnt([500, 0], [550, 50], [600, 100], [900, 150], [950, 200], [1_000, 250]).expected).toBe(1);
    expect(learnt([500, 0], [600, 50], [700, 100], [300, 150], [400, 200], [500, 250]).expected).toBe(2);
  });

  it('unlearns what the application had grown by, once all that is live would not explain it', () => {
    const ratio = learnt([100, 0], [300, 50], [500, 100], [700, 150]);
    expect(ratio.expected).toBe(4);
    ratio.observe({ liveBytes: 300, believedBytes: 200 }, LIMIT);
    ratio.observe({ liveBytes: 900, believedBytes: 200 }, LIMIT);
    expect(ratio.expected).toBe(1.5);
  });

  it('learns nothing from growth that is small, but adds it up', () => {
    const ratio = learnt([500, 0], [520, 10], [540, 20]);
    expect(ratio.expected).toBe(1);
    ratio.observe({ liveBytes: 560, believedBytes: 30 }, LIMIT);
    expect(ratio.expected).toBe(2);
  });

  it('knows nothing of a byte where caches hold none', () => {
    expect(learnt([0, 0]).expected).toBe(1);
  });

  it('begins anew after ten collections between which caches grew by little, and after one at which they shrank', () => {
    const slowly = (steps: number) =>
      learnt([500, 0], ...Array.from({ length: steps }, (_, step): [number, number] => [500, step + 1]), [600, 50]);
    expect(slowly(10).expected).toBe(100 / 50);
    expect(slowly(11).expected).toBe(100 / 39);
    expect(learnt([500, 100], [500, 40], [600, 90]).expected).toBe(2);
  });

  it('learns from growth of three hundredths of the limit on', () => {
    expect(learnt([500, 0], [560, 30]).expected).toBe(2);
    expect(learnt([500, 0], [560, 29]).expected).toBe(1);
  });

  it('learns nothing from what shrank while caches grew', () => {
    const ratio = learnt([500, 0], [600, 50], [500, 100], [500, 150]);
    expect(ratio.expected).toBe(2);
  });

  it('remembers nine ratios', () => {
    const observations: [number, number][] = [[1_000, 0]];
    const grow = (by: number) => {
      const [live, believed] = observations.at(-1)!;
      observations.push([live + by, believed + 50]);
    };
    for (let each = 0; each < 9; each++) grow(100);
    for (let each = 0; each < 5; each++) grow(150);
    expect(learnt(...observations).expected).toBe(3);
  });
});
