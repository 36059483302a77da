import { describe, expect, it } from '@jest/globals';
import { givenRegion } from '../../../test/given-region.js';
import type { GovernedRegion } from '../governed-region.js';
import { Budget } from './budget.js';
import type { LiveMemory } from './live-memory.js';
import type { View } from './lookout.js';
import type { MemoryDemand } from './memory-demand.js';
import { RegionMeter } from './region-meter.js';
import { ReliefLog } from './relief-log.js';
import { Trims } from './trims.js';

const ratio = { low: 1, expected: 1, high: 1 };
/** A memory of 1000 bytes that may be filled to 800. */
const filled = (usedBytes: number, occupiedBytes = usedBytes): MemoryDemand => ({
  source: 'heap',
  usedBytes,
  occupiedBytes,
  garbageBytes: 0,
  reserveBytes: 0,
  releasableBytes: 0,
  countedReserveBytes: 0,
  limitBytes: 1_000,
  comingBytes: 0,
  aim: 0.8,
  ratio,
  isCollectedInTime: true,
});
const live = { heap: { ...ratio, expected: 1.5 }, external: { ...ratio, expected: 0.5 } } as unknown as LiveMemory;

const given = (...regions: GovernedRegion[]) => {
  const budget = new Budget();
  const meters = new Map<string, RegionMeter>();
  const trims = new Trims(() => 0, []);
  const meter = (name: string) => {
    const pace = { leftBytes: 0, isOpen: true, look: () => {} };
    return meters.get(name) ?? meters.set(name, new RegionMeter(pace)).get(name)!;
  };
  const keep = (demands: MemoryDemand[], isKnownAnew = true) => {
    const holdings = new Map(regions.map((region) => [region.name, region.holdings()]));
    const believedBytes = [...holdings.values()].reduce((sum, { weight }) => sum + weight, 0);
    const log = new ReliefLog(() => 0);
    const byName = new Map(regions.map((region) => [region.name, region]));
    const view = { believedBytes, demands, holdings, regions: byName, isKnownAnew, sample: { atMs: 0 } };
    budget.keep(view as unknown as View, meter, trims, log);
    return { ...budget.report(live, believedBytes), steps: log.steps };
  };
  return { budget, keep, meter, trims };
};
const holding = (name: string, bytes: number) => givenRegion(name, { entries: bytes, weight: bytes });

describe('Budget', () => {
  it('is what is held and the room up to the aim, and says what it was planned with', () => {
    expect(given(holding('a', 100)).keep([filled(500)])).toEqual({
      bytes: 400,
      heldBytes: 100,
      shares: { a: 400 },
      heapRatio: 1.5,
      externalRatio: 0.5,
      steps: [],
    });
  });

  it('tells each region what it may hold', () => {
    const { keep, meter } = given(holding('a', 100), holding('b', 300));
    const { shares } = keep([filled(600)]);
    expect([shares['a'], shares['b']]).toEqual([150, 450]);
    expect([meter('a').allowedBytes, meter('b').allowedBytes]).toEqual([150, 450]);
  });

  it('takes from a region what is over its share, and nothing from one that holds just that', () => {
    const region = holding('a', 300);
    const { keep } = given(region);
    expect(keep([filled(800)]).steps).toEqual([]);
    expect(region.keeps).toEqual([]);
    expect(keep([filled(900)]).steps).toEqual([{ step: 'shed', of: 'a', entries: 100, bytes: 100, ms: 0 }]);
  });

  it('is planned anew only where something is known anew', () => {
    const { keep } = given(holding('a', 300));
    keep([filled(700)]);
    expect(keep([filled(790)], false).bytes).toBe(400);
    expect(keep([filled(790)]).bytes).toBe(310);
  });

  it('grows by room that is certain without a collection, and does not shrink by it', () => {
    const { keep } = given(holding('a', 300));
    keep([filled(790)]);
    expect(keep([filled(600, 650)], false).bytes).toBe(450);
    expect(keep([filled(600, 750)], false).bytes).toBe(450);
    expect(keep([filled(600, 900)], false).bytes).toBe(450);
  });

  it('takes back more each time that taking back was not enough, but for the first time', () => {
    const sizes = (...used: number[]) => {
      const { keep } = given(
        givenRegion('a', { entries: 500, weight: 500, protectedEntries: 500, protectedWeight: 500 }),
      );
      return used.map((bytes) => 500 - keep([filled(400), filled(bytes)]).bytes);
    };
    expect(sizes(820, 820, 820, 820)).toEqual([20, 20, 30, 45]);
    expect(sizes(820, 820, 805, 820, 820, 820)).toEqual([20, 20, 5, 20, 20, 30]); // a hundredth of the limit too much is enough
    expect(sizes(810, 820)).toEqual([10, 20]);
  });

  it('goes down to what is held, and never up', () => {
    const { budget, keep } = given(holding('a', 300));
    keep([filled(700)]);
    budget.lower(250);
    expect(budget.report(live, 0).bytes).toBe(250);
    budget.lower(300);
    expect(budget.report(live, 0).bytes).toBe(250);
  });

  it('lets a region insert that entries leave in slices, and asks for the rest later', async () => {
    const region = holding('a', 100_000);
    const { keep, meter, trims } = given(region);
    trims.isGentle = true;
    keep([{ ...filled(850_000), limitBytes: 1_000_000 }]);
    expect(trims.isUnderWay('a')).toBe(true);
    expect(meter('a').allowedBytes).toBe(100_000);
    await new Promise(setImmediate);
    expect(trims.isUnderWay('a')).toBe(false);
    expect(region.holdings().weight).toBe(50_000);
  });
});
