import { describe, expect, it } from '@jest/globals';
import { givenRegion } from '../../../test/given-region.js';
import type { MemoryReclaimer } from '../memory-reclaimer.js';
import { DEFAULT_THRESHOLDS, type PressureLevel } from '../pressure-level.js';
import type { GovernorFailure } from './governor-parts.js';
import type { View } from './lookout.js';
import { reclaimFrom, Relief } from './relief.js';
import { ReliefLog } from './relief-log.js';
import { Trims } from './trims.js';

const holding = (held: number) =>
  givenRegion('a', { entries: held + 10, weight: held + 10, protectedEntries: 10, protectedWeight: 10 });

/** A memory of 1000 bytes that is filled to 92 %: 170 bytes above what relief aims at. */
const given = (held: number, estimates: (() => number)[] = [], low = 1, region = holding(held)) => {
  const relief = new Relief();
  const failures: GovernorFailure[] = [];
  const asked: [string, number][] = [];
  const reclaimers = estimates.map((estimateBytes, index): MemoryReclaimer => {
    const name = `other ${index}`;
    return { name, estimateBytes, reclaim: (bytes) => (asked.push([name, bytes]), bytes) };
  });
  const look = (level: PressureLevel, usedBytes = 920, { atMs = 0, collections = 0 } = {}) => {
    const log = new ReliefLog(() => 0);
    const holdings = region.holdings();
    const view = {
      sample: { atMs, majorCollections: collections },
      found: { level, nearest: { usedBytes, limitBytes: 1_000, ratio: { low, expected: low, high: low } } },
      regions: new Map([['a', region]]),
      holdings: new Map([['a', holdings]]),
      evictableBytes: holdings.weight - holdings.protectedWeight,
    } as unknown as View;
    const gave = relief.take(view, DEFAULT_THRESHOLDS, reclaimers, new Trims(() => 0, failures), log, failures);
    return { gave, steps: log.steps };
  };
  return { region, look, asked, failures };
};

describe('Relief', () => {
  it.each(['normal', 'warning'] as const)('takes nothing at the level %s', (level) => {
    const { look, asked, region } = given(400, [() => 100]);
    expect(look(level)).toEqual({ gave: [], steps: [] });
    expect([asked, region.keeps]).toEqual([[], []]);
  });

  it('takes what is more than five hundredths below the threshold of warning', () => {
    const { look } = given(400);
    expect(look('eviction')).toEqual({
      gave: [{ region: 'a', entries: 170, weight: 170 }],
      steps: [{ step: 'trim', of: 'a', entries: 170, bytes: 170, ms: 0 }],
    });
  });

  it('takes fewer weighed bytes where each takes more of the memory', () => {
    expect(given(400, [], 2).look('eviction').gave).toEqual([{ region: 'a', entries: 85, weight: 85 }]);
  });

  it('takes nothing where less is needed than it aims at', () => {
    const { look, asked } = given(400, [() => 100]);
    expect(look('eviction', 740)).toEqual({ gave: [], steps: [] });
    expect(asked).toEqual([]);
  });

  it('asks regions and others each for a part in proportion to what they could give', () => {
    const { look, asked } = given(400, [() => 100, () => 300]);
    expect(look('eviction').gave).toEqual([{ region: 'a', entries: 85, weight: 85 }]);
    expect(asked).toEqual([
      ['other 0', 22], // 21.25
      ['other 1', 64], // 63.75
    ]);
  });

  it('counts what regions could give as they take of the memory', () => {
    const { look, asked } = given(100, [() => 200], 2);
    expect(look('eviction', 930).gave).toEqual([{ region: 'a', entries: 45, weight: 45 }]);
    expect(asked).toEqual([['other 0', 90]]);
  });

  it('asks the others for no more than they have', () => {
    const { look, asked } = given(0, [() => 50]);
    expect(look('eviction')).toEqual({
      gave: [],
      steps: [{ step: 'reclaim', of: 'other 0', entries: 0, bytes: 50, ms: 0 }],
    });
    expect(asked).toEqual([['other 0', 50]]);
  });

  it('takes everything that is not protected where pressure is critical', () => {
    const { look, asked, region } = given(400, [() => 100]);
    const { gave, steps } = look('critical');
    expect(gave).toEqual([{ region: 'a', entries: 400, weight: 400 }]);
    expect(steps.map(({ step, bytes }) => [step, bytes])).toEqual([
      ['reclaim', 100],
      ['drop', 400],
    ]);
    expect([asked, region.keeps]).toEqual([[['other 0', 100]], [10]]);
  });

  it('asks the others again after two seconds, a collection or another level, and not before', () => {
    const { look, asked } = given(0, [() => 50]);
    const times = () => asked.splice(0).length;
    look('eviction', 920, { atMs: 10_000 });
    expect(times()).toBe(1);
    look('eviction', 920, { atMs: 11_999 });
    expect(times()).toBe(0);
    look('eviction', 920, { atMs: 12_000 });
    expect(times()).toBe(1);
    look('eviction', 920, { atMs: 12_001, collections: 1 });
    expect(times()).toBe(1);
    look('critical', 920, { atMs: 12_002, collections: 1 });
    expect(times()).toBe(1);
    look('critical', 920, { atMs: 12_003, collections: 1 });
    expect(times()).toBe(0);
  });

  it('takes what regions hold however short ago the others were asked', () => {
    const { look, asked } = given(400, [() => 400]);
    expect(look('eviction').gave).toEqual([{ region: 'a', entries: 85, weight: 85 }]);
    expect(look('eviction').gave).toEqual([{ region: 'a', entries: 170, weight: 170 }]);
    expect(asked).toHaveLength(1);
  });

  it('takes half of the entries where none has a weight, and the next half not before two seconds later', () => {
    const { look } = given(0, [], 1, givenRegion('a', { entries: 10 }));
    const entries = (atMs: number) => look('eviction', 920, { atMs }).gave.map((each) => each.entries);
    expect([entries(0), entries(1_999), entries(2_000)]).toEqual([[5], [], [3]]);
  });

  it('leaves out others that have nothing or say no number', () => {
    const { look, asked } = given(400, [() => 0, () => -5, () => NaN, () => Infinity]);
    expect(look('eviction').gave).toEqual([{ region: 'a', entries: 170, weight: 170 }]);
    expect(asked).toEqual([]);
  });

  it('tells of one that cannot say what it has, and asks the next', () => {
    const error = new Error('broken');
    const broken = () => {
      throw error;
    };
    const { look, asked, failures } = given(0, [broken, () => 50]);
    look('eviction');
    expect(failures).toEqual([{ kind: 'reclaimer failed', of: 'other 0', error }]);
    expect(asked).toEqual([['other 1', 50]]);
  });
});

describe('reclaimFrom', () => {
  it.each([
    [12, 12],
    [0, 0],
    [-1, 0],
    [NaN, 0],
    [Infinity, 0],
  ])('counts an answer of %d bytes as %d', (said, bytes) => {
    const reclaimer = { name: 'other', estimateBytes: () => 1, reclaim: () => said };
    expect(reclaimFrom(reclaimer, 20, [])).toEqual({ entries: 0, bytes });
  });

  it('tells of one that fails, which has given nothing', () => {
    const failures: GovernorFailure[] = [];
    const error = new Error('broken');
    const reclaim = () => {
      throw error;
    };
    expect(reclaimFrom({ name: 'other', estimateBytes: () => 1, reclaim }, 20, failures)).toEqual({
      entries: 0,
      bytes: 0,
    });
    expect(failures).toEqual([{ kind: 'reclaimer failed', of: 'other', error }]);
  });
});
