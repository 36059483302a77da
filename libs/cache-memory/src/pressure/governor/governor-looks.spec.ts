import { describe, expect, it } from '@jest/globals';
import { givenRegion } from '../../../test/given-region.js';
import type { CollectionScope } from '../collection-scope.js';
import type { GovernedRegion } from '../governed-region.js';
import type { MemoryReclaimer } from '../memory-reclaimer.js';
import type { MemoryReport } from '../memory-report.js';
import { DEFAULT_THRESHOLDS } from '../pressure-level.js';
import type { MemorySample } from '../sensing/memory-sample.js';
import { Governor } from './governor.js';
import type { GovernorFailure, GovernorSettings } from './governor-parts.js';

/** What is sensed: bytes of a heap, of 1000 unless said, of which `live` are live, and of a container, if there is one. */
interface Sensed {
  heap: number;
  live: number;
  heapLimit?: number;
  external?: number;
  container?: number;
  workingSet?: number;
}

const given = (regions: GovernedRegion[] = [], changes: Partial<GovernorSettings> = {}) => {
  const sensed: Sensed = { heap: 100, live: 100 };
  const reclaimers: MemoryReclaimer[] = [];
  const looks: { report: MemoryReport; failures: readonly GovernorFailure[] }[] = [];
  const deferred: boolean[] = [];
  const state = { nowMs: 0, collections: 1, forced: 0, scopes: [] as CollectionScope[] };
  /** What a forced collection leaves in use, and how long it takes. */
  const collected: { sensed?: Sensed; tookMs?: number } = {};
  const sample = (): MemorySample => ({
    atMs: state.nowMs,
    heapUsedBytes: sensed.heap,
    oldGenerationUsedBytes: sensed.heap,
    youngGenerationBytes: 0,
    heapLimitBytes: sensed.heapLimit ?? 1_000,
    externalBytes: sensed.external ?? 0,
    arrayBufferBytes: 0,
    rssBytes: sensed.heap + (sensed.external ?? 0),
    containerLimitBytes: sensed.container,
    containerUsageBytes: sensed.workingSet,
    containerWorkingSetBytes: sensed.workingSet,
    stallShare: undefined,
    liveHeapBytes: sensed.live,
    majorCollections: state.collections,
    unreadable: [],
  });
  const settings = {
    thresholds: DEFAULT_THRESHOLDS,
    limitBytes: undefined,
    forceCollection: true,
    deferHeapAbort: true,
    ...changes,
  };
  const governor = new Governor(
    {
      sensor: () => ({
        sample,
        inUseBytes: () => sensed.heap + (sensed.external ?? 0),
        lastCollection: undefined,
        close: () => {},
      }),
      regions: () => regions,
      reclaimers: () => reclaimers,
      collect: (scope) => {
        state.scopes.push(scope);
        state.collections += 1;
        state.forced += 1;
        const tookMs = collected.tookMs ?? 20;
        state.nowMs += tookMs;
        Object.assign(sensed, collected.sensed ?? { heap: sensed.live });
        return tookMs;
      },
      deferHeapAbort: (isDeferred) => deferred.push(isDeferred),
      now: () => state.nowMs,
      machineBytes: 1e9,
      onLook: (report, failures) => looks.push({ report, failures }),
    },
    settings,
  );
  /** Looks after V8 has collected, which has shown what is live. */
  const lookAt = (live: number, heap = live) => {
    Object.assign(sensed, { live, heap });
    state.collections += 1;
    state.nowMs += 10_000;
    return governor.look();
  };
  return { governor, sensed, collected, deferred, reclaimers, looks, state, lookAt };
};

/** A region of `weight` bytes of which each round of expiry drops an entry of 10. */
const expiring = (weight: number, onExpire = () => {}): GovernedRegion => {
  let held = weight;
  const region = givenRegion('a', { entries: weight / 10, weight });
  return {
    ...region,
    holdings: () => ({ ...region.holdings(), weight: held }),
    evictExpired: () => {
      onExpire();
      held -= 10;
      return 1;
    },
  };
};
const protectedOnes = { entries: 3, weight: 90, protectedEntries: 3, protectedWeight: 90 };
const kinds = ({ steps }: MemoryReport) => steps.map(({ step }) => step);

describe('Governor', () => {
  it('has no report before its first look', () => {
    expect(given().governor.report).toBeUndefined();
  });

  it('drops what has expired at each check, and counts it and its bytes', () => {
    const { governor } = given([expiring(100)]);
    expect(governor.check()).toMatchObject({
      checks: 1,
      expired: 1,
      steps: [{ step: 'expire', of: 'a', entries: 1, bytes: 10 }],
    });
    expect(governor.check()).toMatchObject({ checks: 2, expired: 1 });
  });

  it('leaves what has expired alone at a look, as long as all is well', () => {
    const { governor } = given([expiring(100)]);
    expect(governor.look()).toMatchObject({ level: 'normal', checks: 0, expired: 0, steps: [] });
  });

  it('drops what has expired once where a look finds that it is no longer well', () => {
    const { governor, lookAt } = given([expiring(100)]);
    governor.look();
    expect(lookAt(880)).toMatchObject({ level: 'warning', expired: 1 });
    expect(lookAt(880)).toMatchObject({ level: 'warning', expired: 0 });
  });

  it('drops what has expired once where a check finds that it is no longer well', () => {
    const { governor, sensed, state } = given([expiring(100)]);
    governor.look();
    Object.assign(sensed, { live: 880, heap: 880 });
    state.collections += 1;
    expect(governor.check()).toMatchObject({ level: 'warning', expired: 1 });
  });

  it('counts checks that found more than normal', () => {
    const { governor, lookAt } = given();
    governor.check();
    lookAt(850);
    expect(governor.check()).toMatchObject({ checks: 2, warnings: 1 });
  });

  it('is answered the report before where a region asks for a look within a look', () => {
    let answer: MemoryReport | undefined;
    const asking = expiring(100, () => (answer = governor.look()));
    const { governor, looks } = given([asking]);
    const first = governor.look();
    governor.check();
    expect(answer).toBe(first);
    expect(looks).toHaveLength(2);
  });

  it('takes from the other regions where one throws, and tells of it', () => {
    const error = new Error('a policy of its own');
    const broken: GovernedRegion = {
      ...givenRegion('broken', { entries: 300, weight: 300 }),
      trim: () => {
        throw error;
      },
    };
    const other = givenRegion('other', { entries: 300, weight: 300 });
    const { lookAt, looks } = given([broken, other]);
    const { relief } = lookAt(920);
    expect(relief).toMatchObject([{ region: 'other' }]);
    expect(looks[0]!.failures).toContainEqual({ kind: 'region failed', of: 'broken', error });
  });

  it('drops what has expired of the other regions where one throws, and tells of it', () => {
    const error = new Error('a policy of its own');
    const broken = expiring(100, () => {
      throw error;
    });
    const { governor, looks } = given([broken, expiring(100)]);
    expect(governor.check().expired).toBe(1);
    expect(looks[0]!.failures).toEqual([{ kind: 'region failed', of: 'a', error }]);
  });

  it('looks again after a look that failed', () => {
    let fails = false;
    const region = givenRegion('a', { entries: 10, weight: 100 });
    const holdings = () => {
      if (fails) throw new Error('broken');
      return region.holdings();
    };
    const { governor, looks } = given([{ ...region, holdings }]);
    governor.look();
    fails = true;
    expect(() => governor.check()).toThrow('broken');
    fails = false;
    expect(governor.check().checks).toBe(1);
    expect(looks).toHaveLength(2);
  });

  it('says how long a look took', () => {
    const slow = expiring(100, () => (state.nowMs += 7));
    const { governor, state } = given([slow]);
    state.nowMs = 1_000;
    expect(governor.check()).toMatchObject({ tookMs: 7, steps: [{ step: 'expire', ms: 7 }] });
  });

  it('tells of each failure once', () => {
    const { reclaimers, looks, lookAt } = given();
    const reclaim = () => {
      throw new Error('broken');
    };
    reclaimers.push({ name: 'broken', estimateBytes: () => 100, reclaim });
    lookAt(920);
    lookAt(100);
    expect(looks.map(({ failures }) => failures.map(({ of }) => of))).toEqual([['broken'], []]);
  });

  it('gives each region one meter', () => {
    const { governor } = given();
    expect(governor.meter('a')).toBe(governor.meter('a'));
    expect(governor.meter('a')).not.toBe(governor.meter('b'));
  });

  it('looks at the first insertion, and again after a hundredth of the nearest limit', () => {
    const { governor, looks, sensed } = given();
    Object.assign(sensed, { heap: 700, live: 700 }); // not far from the limit, where a glance would do
    const insert = (bytes: number) => (governor.meter('a').admits(bytes), looks.length);
    expect(insert(1)).toBe(1);
    expect([insert(4), insert(2)]).toEqual([1, 2]); // a byte is taken for two: one in the heap, one outside it
    expect(looks.every(({ report }) => report.checks === 0)).toBe(true);
  });

  it('only glances at insertions while memory is far from full, until something was collected', () => {
    const { governor, looks, sensed } = given();
    const insert = (bytes: number) => (governor.meter('a').admits(bytes), looks.length);
    expect([insert(1), insert(6), insert(6)]).toEqual([1, 1, 1]);
    sensed.heap = 99;
    expect(insert(6)).toBe(2);
    sensed.heap = 601;
    expect(insert(6)).toBe(3);
  });

  it('looks at the next insertion once it has other settings', () => {
    const { governor, looks } = given();
    governor.look();
    governor.configure({
      thresholds: { warning: 0.05, eviction: 0.9, critical: 0.95 },
      limitBytes: undefined,
      forceCollection: true,
      deferHeapAbort: true,
    });
    governor.meter('a').admits(0.001);
    expect(looks).toHaveLength(2);
    expect(governor.report!.level).toBe('warning');
  });

  it('lets nothing be stored while pressure is critical', () => {
    const { governor, lookAt } = given();
    lookAt(920);
    expect(governor.meter('a').admits(0.001)).toBe(true);
    lookAt(960);
    expect(governor.meter('a').admits(0.001)).toBe(false);
    lookAt(100);
    lookAt(100);
    lookAt(100);
    expect(governor.report!.level).toBe('normal');
    expect(governor.meter('a').admits(0.001)).toBe(true);
  });

  it('lowers the budget to what is held once pressure has taken something', () => {
    const region = givenRegion('a', { entries: 400, weight: 400 });
    const { lookAt } = given([region]);
    expect(lookAt(600).budget.bytes).toBeGreaterThan(400);
    const { budget, relief } = lookAt(920);
    expect(relief).toEqual([{ region: 'a', entries: expect.any(Number), weight: expect.any(Number) }]);
    expect(budget.heldBytes).toBe(region.holdings().weight);
    expect(budget.bytes).toBe(Math.floor(region.holdings().weight));
  });

  it('collects garbage that fills a container before it takes anything from the caches', () => {
    const region = givenRegion('a', { entries: 100, weight: 100 });
    const { governor, sensed, collected, state } = given([region]);
    governor.look();
    Object.assign(sensed, { heap: 850, live: 100, container: 1_000, workingSet: 950 });
    state.nowMs += 10_000;
    collected.sensed = { heap: 100, live: 100, workingSet: 200 };
    const report = governor.look();
    expect(kinds(report)).toEqual(['collect']);
    expect(report.steps).toMatchObject([{ of: 'heap', entries: 0, bytes: 750, ms: 20 }]);
    expect([state.forced, region.keeps]).toEqual([1, []]);
  });

  it('has V8 give back the pages that it keeps before it takes anything for a container that rises', () => {
    const region = givenRegion('a', { entries: 100, weight: 100 });
    const { sensed, collected, state, lookAt, governor } = given([region]);
    Object.assign(sensed, { container: 1_000, workingSet: 650 });
    lookAt(600);
    Object.assign(sensed, { workingSet: 890 });
    collected.sensed = { heap: 300, live: 300, workingSet: 400 };
    const report = lookAt(300);
    expect([kinds(report), state.scopes]).toEqual([['collect'], ['pages']]);
    expect(report.steps).toMatchObject([{ of: 'heap', bytes: 490 }]);
    expect([governor.look().level, region.keeps]).toEqual(['normal', []]);
  });

  it('has V8 give back pages soon after a collection that took long, where little lives by now', () => {
    const MB = 2 ** 20;
    const { governor, sensed, collected, state, lookAt } = given([]);
    Object.assign(sensed, { heapLimit: 400 * MB, container: 256 * MB, workingSet: 190 * MB });
    lookAt(170 * MB);
    Object.assign(sensed, { workingSet: 238 * MB });
    Object.assign(collected, { sensed: { heap: 130 * MB, live: 130 * MB, workingSet: 170 * MB }, tookMs: 1_100 });
    lookAt(130 * MB);
    expect(state.scopes).toEqual(['pages']);
    const emptyAtMs = state.nowMs;
    Object.assign(collected, { sensed: { heap: 9 * MB, live: 9 * MB, workingSet: 100 * MB }, tookMs: 70 });
    Object.assign(sensed, { heap: 9 * MB, live: 9 * MB, workingSet: 243 * MB });
    state.collections += 1;
    while (state.scopes.length < 2 && state.nowMs < emptyAtMs + 5_000) {
      state.nowMs += 10;
      governor.look();
    }
    expect(state.nowMs - emptyAtMs).toBe(290 + 70); // not the 4,400 that four collections as long as the last one would take
    expect(state.scopes).toEqual(['pages', 'pages']);
  });

  it('is idle once it is calm and nothing is left to give, pages of V8 included', () => {
    const { sensed, lookAt, governor } = given([]);
    expect(governor.isIdle).toBe(false);
    Object.assign(sensed, { container: 1_000, workingSet: 650 });
    lookAt(600);
    expect(governor.isIdle).toBe(true);
    lookAt(100); // the container goes on counting what the heap had
    expect(governor.isIdle).toBe(false);
    Object.assign(sensed, { workingSet: 150 });
    lookAt(100);
    expect(governor.isIdle).toBe(true);
  });

  it('is not idle while caches hold something, or pressure lasts', () => {
    const holding = given([givenRegion('a', { entries: 1, weight: 1 })]);
    holding.lookAt(100);
    const pressed = given();
    pressed.lookAt(850);
    expect([holding.governor.isIdle, pressed.governor.isIdle]).toEqual([false, false]);
  });

  it('drops first where that container has risen to critical, since a collection takes some itself', () => {
    const region = givenRegion('a', { entries: 100, weight: 100 });
    const { sensed, collected, state, lookAt } = given([region]);
    Object.assign(sensed, { container: 1_000, workingSet: 650 });
    lookAt(600);
    Object.assign(sensed, { workingSet: 940 });
    collected.sensed = { heap: 200, live: 200, workingSet: 300 };
    expect([kinds(lookAt(300)), state.scopes]).toEqual([['drop', 'collect'], ['pages']]);
  });

  it('collects garbage alone where the container is not nearly full', () => {
    const { governor, sensed, state } = given();
    governor.look();
    Object.assign(sensed, { heap: 800, live: 100, container: 1_000, workingSet: 880 });
    state.nowMs += 10_000;
    governor.look();
    expect(state.scopes).toEqual(['garbage']);
  });

  it('leaves that garbage to V8 where it may not collect', () => {
    const { governor, sensed, state } = given([], { forceCollection: false });
    governor.look();
    Object.assign(sensed, { heap: 850, live: 100, container: 1_000, workingSet: 950 });
    state.nowMs += 10_000;
    expect([governor.look().steps, state.forced]).toEqual([[], 0]);
  });

  it('empties what can come back once a collection shows that pressure stays critical with nothing left to drop', () => {
    const rebuilding = { empty: () => ({ entries: 3, weight: 90 }), rebuild: async () => 3 };
    const sourced = givenRegion('sourced', protectedOnes, rebuilding);
    const plain = givenRegion('plain', { entries: 50, weight: 50 });
    const { lookAt, state } = given([sourced, plain]);
    const report = lookAt(970, 990);
    expect(kinds(report)).toEqual(['drop', 'collect', 'empty']);
    expect(report.awaitingRebuild).toEqual(['sourced']);
    expect(state.forced).toBe(1);
  });

  it('empties nothing where that collection shows that enough was dropped', () => {
    const rebuilding = { empty: () => ({ entries: 3, weight: 90 }), rebuild: async () => 3 };
    const sourced = givenRegion('sourced', protectedOnes, rebuilding);
    const plain = givenRegion('plain', { entries: 400, weight: 400 });
    const { lookAt, collected } = given([sourced, plain]);
    collected.sensed = { heap: 570, live: 570 };
    const report = lookAt(970);
    expect(kinds(report)).toEqual(['drop', 'collect']);
    expect(report.awaitingRebuild).toEqual([]);
  });

  it('waits for a collection of V8 to empty anything where it may not collect', () => {
    const rebuilding = { empty: () => ({ entries: 3, weight: 90 }), rebuild: async () => 3 };
    const sourced = givenRegion('sourced', protectedOnes, rebuilding);
    const { governor, lookAt, state } = given([sourced], { forceCollection: false });
    expect(lookAt(970)).toMatchObject({ level: 'critical', steps: [] });
    expect(kinds(governor.look())).toEqual([]);
    state.collections += 1;
    expect(kinds(governor.look())).toEqual(['empty']);
  });

  it('rebuilds nothing before pressure is gone', async () => {
    let rebuilt = 0;
    const rebuilding = { empty: () => ({ entries: 3, weight: 90 }), rebuild: async () => ++rebuilt };
    const sourced = givenRegion('sourced', protectedOnes, rebuilding);
    const { governor, lookAt } = given([sourced]);
    lookAt(970);
    lookAt(850);
    lookAt(850);
    lookAt(850);
    expect([governor.report!.level, rebuilt]).toEqual(['warning', 0]);
    lookAt(100);
    lookAt(100);
    lookAt(100);
    await new Promise(setImmediate);
    expect([governor.report!.level, rebuilt]).toEqual(['normal', 1]);
    expect(kinds(governor.look())).toEqual(['rebuild']);
    expect(governor.report!.awaitingRebuild).toEqual([]);
  });

  it('takes nothing from the caches for a container that is full of garbage, even where what is needed is too much', () => {
    const region = givenRegion('a', { entries: 100, weight: 100 });
    const { governor, sensed, collected, state } = given([region]);
    governor.look();
    Object.assign(sensed, { heap: 900, live: 850, container: 1_000, workingSet: 1_000 });
    state.nowMs += 10_000;
    state.collections += 1;
    collected.sensed = { heap: 100, live: 100, workingSet: 200 };
    expect(kinds(governor.look())).toEqual(['collect']);
    expect(region.keeps).toEqual([]);
  });

  it('keeps V8 from ending the process while the heap is near its limit and caches can give something back', () => {
    const region = givenRegion('a', { entries: 500, weight: 500 });
    const { lookAt, deferred } = given([region]);
    lookAt(600);
    lookAt(750);
    lookAt(650);
    expect(deferred).toEqual([false, true, false]);
  });

  it('asks nothing of V8 before it is known anew what is live', () => {
    const { governor, lookAt, deferred } = given([givenRegion('a', { entries: 500, weight: 500 })]);
    lookAt(750);
    governor.look();
    expect(deferred).toEqual([true]);
  });

  it('leaves it to V8 to end the process where that is wanted', () => {
    const { governor, lookAt, deferred } = given([givenRegion('a', { entries: 500, weight: 500 })]);
    lookAt(750);
    governor.configure({
      thresholds: DEFAULT_THRESHOLDS,
      limitBytes: undefined,
      forceCollection: true,
      deferHeapAbort: false,
    });
    lookAt(750);
    expect(deferred).toEqual([true, false]);
  });

  it('is calm before its first look', () => {
    const { governor, lookAt } = given();
    expect(lookAt(775).level).toBe('normal'); // below warning, but not by so much that warning would end
    expect(governor.report!.previousLevel).toBe('normal');
  });

  it('takes in slices what nobody waits for, and at once what an insertion waits for', async () => {
    const half = { entries: 400_000, weight: 400_000 };
    const waiting = givenRegion('a', half);
    const gentle = given([waiting], { thresholds: { warning: 0.5, eviction: 0.6, critical: 0.95 } });
    gentle.lookAt(700);
    expect(waiting.keeps).toHaveLength(1);
    const slow: string[] = [];
    const region = {
      ...givenRegion('a', half),
      trimGently: async () => (slow.push('slices'), { entries: 0, weight: 0 }),
    };
    const byTimer = given([region], { thresholds: { warning: 0.5, eviction: 0.6, critical: 0.95 } });
    byTimer.lookAt(700);
    expect(slow).toEqual(['slices']);
    const byInsertion = given([region], { thresholds: { warning: 0.5, eviction: 0.6, critical: 0.95 } });
    Object.assign(byInsertion.sensed, { heap: 700, live: 700 });
    byInsertion.governor.meter('a').admits(1);
    expect(slow).toEqual(['slices']);
    await new Promise(setImmediate);
  });

  it('lowers the budget while pressure is critical too', () => {
    const region = givenRegion('a', { entries: 400, weight: 400 });
    const { lookAt } = given([region], { forceCollection: false });
    lookAt(600);
    expect(lookAt(970)).toMatchObject({ level: 'critical', budget: { bytes: 0, heldBytes: 0 } });
  });

  it('empties after critical pressure came back no sooner than after a collection that followed it', () => {
    const rebuilding = { empty: () => ({ entries: 3, weight: 90 }), rebuild: async () => 3 };
    const sourced = givenRegion('sourced', protectedOnes, rebuilding);
    const { governor, lookAt, state } = given([sourced], { forceCollection: false });
    lookAt(970);
    for (let each = 0; each < 4; each++) lookAt(100);
    expect(governor.report!.level).toBe('normal');
    expect(kinds(lookAt(970))).toEqual([]);
    state.collections += 1;
    expect(kinds(governor.look())).toEqual(['empty']);
  });
});
