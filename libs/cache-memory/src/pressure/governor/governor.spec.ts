import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MB, SimulatedProcess } from '../../../test/simulated-process.js';

const fill = (process: SimulatedProcess, count: number, bytes = 65_536, from = 0) => {
  const cache = process.region(`filled from ${from}`);
  for (let each = from; each < from + count; each++) process.store(cache, `${each}`, bytes);
  return cache;
};
const share = (process: SimulatedProcess) => process.liveBytes / process.limitBytes;
const stepsOf = (process: SimulatedProcess) => process.reports.flatMap(({ steps }) => steps.map(({ step }) => step));

describe('Governor', () => {
  it.each([1, 1 / 3, 3])(
    'fills the heap to its aim and no further where values take %f times their weight',
    (trueRatio) => {
      const process = new SimulatedProcess({ trueRatio });
      fill(process, 12_000 / trueRatio);
      expect(process.hasDied).toBe(false);
      expect(share(process)).toBeGreaterThan(0.78);
      expect(share(process)).toBeLessThan(0.84);
      expect(process.governor.report?.level).toBe('normal');
    },
  );

  it('survives whatever the sizes, the garbage and the delay of noticing collections are', () => {
    const world = fc.record({
      trueRatio: fc.double({ min: 0.3, max: 3, noNaN: true }),
      garbageRatio: fc.double({ min: 0, max: 5, noNaN: true }),
      noticedLate: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 64 }), (options, kilobytes) => {
        const process = new SimulatedProcess({ ...options, limitBytes: 64 * MB });
        fill(process, 3_000, kilobytes * 4_096);
        expect(process.hasDied).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('takes back what the caches hold as soon as a collection shows that memory is over its aim', () => {
    const process = new SimulatedProcess();
    const cache = fill(process, 8_000);
    const full = cache.weight;
    process.appBytes += 0.06 * process.limitBytes;
    process.make(process.limitBytes);
    process.governor.look();
    process.governor.look();
    expect(process.governor.report!.level).not.toBe('eviction');
    expect(cache.weight).toBeLessThan(full - 0.05 * process.limitBytes);
  });

  it('gives way to the application and takes its room back within three major collections', () => {
    const process = new SimulatedProcess();
    const cache = fill(process, 8_000);
    const full = cache.weight;
    for (let megabytes = 10; megabytes < 110; megabytes++) {
      process.appBytes = megabytes * MB;
      process.make(MB);
      process.governor.look();
    }
    expect(process.hasDied).toBe(false);
    expect(cache.weight).toBeLessThan(full - 60 * MB);
    process.appBytes = 10 * MB;
    process.make(60 * MB);
    process.governor.look();
    const before = process.governor.report!.majorCollections;
    for (let each = 0; process.governor.report!.majorCollections < before + 3; each++)
      process.store(cache, `again ${each}`, 65_536);
    expect(process.governor.report!.budget.bytes).toBeGreaterThan(full * 0.9);
  });

  it('does nothing and changes no level while garbage comes and goes over a constant live size', () => {
    const process = new SimulatedProcess();
    const cache = process.region('a');
    for (let each = 0; each < 100; each++) cache.set(`${each}`, MB);
    for (let each = 0; each < 5_000; each++) {
      process.make(MB);
      process.governor.look();
    }
    expect(cache.size).toBe(100);
    expect(stepsOf(process)).toEqual([]);
    expect(new Set(process.reports.map(({ level }) => level))).toEqual(new Set(['normal']));
    expect(process.governor.report!.majorCollections).toBeGreaterThan(10);
  });

  it('tells of warning before it evicts', () => {
    const process = new SimulatedProcess();
    const cache = process.region('a');
    cache.set('small', MB);
    process.appBytes = 0.83 * process.limitBytes;
    process.make(0.1 * process.limitBytes);
    process.governor.look();
    expect(process.governor.report).toMatchObject({ level: 'warning', relief: [] });
    expect(process.governor.meter('a').admits(1)).toBe(true);
  });

  it('gives many entries back a slice at a time where no insertion asks for it', async () => {
    const process = new SimulatedProcess();
    const cache = process.region('a');
    for (let each = 0; each < 50_000; each++) cache.set(`${each}`, 2_048);
    process.appBytes = 0.55 * process.limitBytes;
    process.make(0.1 * process.limitBytes);
    process.governor.look();
    expect(process.governor.report!.level).toBe('eviction');
    expect(cache.size).toBeGreaterThan(40_000);
    while (!stepsOf(process).includes('trim')) {
      await new Promise(setImmediate);
      process.governor.look();
    }
    process.make(process.limitBytes);
    process.governor.look();
    expect(process.governor.report!.usage).toBeLessThan(0.78);
    expect(process.reports.flatMap(({ relief }) => relief)).toMatchObject([{ region: 'a' }]);
  });

  it('drops all that may be evicted and admits nothing while pressure is critical', () => {
    const process = new SimulatedProcess();
    const cache = process.region('a');
    for (let each = 0; each < 10; each++) cache.set(`${each}`, MB);
    cache.set('guarded', MB, { protected: true });
    process.appBytes = 0.96 * process.limitBytes;
    process.make(0.1 * process.limitBytes);
    process.governor.look();
    expect(process.governor.report).toMatchObject({
      level: 'critical',
      relief: [{ region: 'a', entries: 10, weight: 10 * MB }],
    });
    expect(cache.size).toBe(1);
    expect(cache.set('more', 1)).toBe(false);
    expect(process.forced).toBeGreaterThan(0);
  });

  it('forces no collection where it may not', () => {
    const process = new SimulatedProcess({ settings: { forceCollection: false } });
    process.region('a').set('a', MB);
    process.appBytes = 0.96 * process.limitBytes;
    process.make(0.1 * process.limitBytes);
    process.governor.look();
    expect([process.governor.report?.level, process.forced]).toEqual(['critical', 0]);
  });

  it('confirms critical pressure by a collection once a second at the most', () => {
    const process = new SimulatedProcess();
    process.region('a').set('a', MB);
    process.appBytes = 0.96 * process.limitBytes;
    process.make(0.1 * process.limitBytes);
    for (let look = 0; look < 300; look++) process.governor.look();
    expect(process.forced).toBeLessThanOrEqual(4);
  });

  it('empties protected entries that have a source only after a collection, and rebuilds them when pressure is gone', async () => {
    const process = new SimulatedProcess();
    const source = () =>
      [
        ['a', 10 * MB],
        ['b', 10 * MB],
      ] as const;
    const sourced = process.region('sourced', { source });
    const kept = process.region('kept');
    for (const [key, value] of source()) sourced.set(key, value, { protected: true });
    kept.set('kept', MB, { protected: true });
    process.appBytes = 0.9 * process.limitBytes;
    process.make(0.1 * process.limitBytes);
    process.governor.look();
    expect(process.governor.report!.awaitingRebuild).toEqual(['sourced']);
    expect([sourced.size, kept.size]).toEqual([0, 1]);
    expect(stepsOf(process).indexOf('collect')).toBeLessThan(stepsOf(process).indexOf('empty'));
    process.appBytes = 20 * MB;
    process.make(process.limitBytes);
    for (let look = 0; look < 600; look++) process.governor.look();
    await new Promise(setImmediate);
    process.governor.look();
    expect(process.governor.report!.awaitingRebuild).toEqual([]);
    expect(sourced.peek('b')).toBe(10 * MB);
    expect(stepsOf(process)).toContain('rebuild');
  });

  it('tells of a source that fails, and tries again', async () => {
    const process = new SimulatedProcess();
    let tries = 0;
    const source = () => {
      if (++tries === 1) throw new Error('no network');
      return [['a', MB]] as const;
    };
    const sourced = process.region('sourced', { source });
    sourced.set('a', 20 * MB, { protected: true });
    process.appBytes = 0.95 * process.limitBytes;
    process.make(0.1 * process.limitBytes);
    process.governor.look();
    process.appBytes = 20 * MB;
    process.make(process.limitBytes);
    for (let look = 0; look < 1_500; look++) {
      process.governor.look();
      if (look % 100 === 0) await new Promise(setImmediate);
    }
    expect(process.failures).toMatchObject([{ kind: 'rebuild failed', of: 'sourced' }]);
    expect(sourced.peek('a')).toBe(MB);
  });

  it('asks other users of memory for their part, and goes on where one fails', () => {
    const process = new SimulatedProcess();
    const cache = process.region('a');
    for (let each = 0; each < 20; each++) cache.set(`${each}`, MB);
    const asked: number[] = [];
    process.reclaimers.push(
      {
        name: 'broken',
        estimateBytes: () => MB,
        reclaim: () => {
          throw new Error('broken');
        },
      },
      { name: 'other', estimateBytes: () => 20 * MB, reclaim: (bytes) => (asked.push(bytes), bytes) },
    );
    process.appBytes = 0.92 * process.limitBytes - 20 * MB;
    process.make(0.1 * process.limitBytes);
    process.governor.look();
    expect(process.governor.report!.level).toBe('eviction');
    expect(asked).toHaveLength(1);
    expect(process.failures).toMatchObject([{ kind: 'reclaimer failed', of: 'broken' }]);
    expect(stepsOf(process)).toContain('reclaim');
  });

  it('follows other thresholds and limits from the next look on', () => {
    const process = new SimulatedProcess();
    const cache = fill(process, 3_000);
    const before = cache.weight;
    process.governor.configure({
      thresholds: { warning: 0.3, eviction: 0.4, critical: 0.5 },
      limitBytes: undefined,
      forceCollection: true,
      deferHeapAbort: true,
    });
    process.make(process.limitBytes);
    process.governor.look();
    expect(cache.weight).toBeLessThan(before);
    expect(share(process)).toBeLessThan(0.4);
  });

  it('gives more of the budget to the region whose bytes save more time', () => {
    const process = new SimulatedProcess({ limitBytes: 64 * MB });
    const useful = process.region('useful');
    const idle = process.region('idle');
    for (let round = 0; round < 40_000; round++) {
      process.store(useful, `${round % 12_000}`, 4_096);
      process.store(idle, `${round}`, 4_096);
      for (let hit = 0; hit < 5; hit++) useful.get(`${(round * 7 + hit) % 12_000}`);
    }
    expect(useful.weight).toBeGreaterThan(1.5 * idle.weight);
    expect(process.hasDied).toBe(false);
  });

  it('keeps what a region is promised', () => {
    const process = new SimulatedProcess({ limitBytes: 64 * MB });
    const promised = process.region('promised', { minBytes: 10 * MB });
    for (let each = 0; each < 10; each++) process.store(promised, `${each}`, MB);
    fill(process, 3_000);
    expect(promised.size).toBe(10);
  });
});
