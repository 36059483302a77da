import { describe, expect, it } from '@jest/globals';
import { givenRegion } from '../../../test/given-region.js';
import type { GovernedRegion } from '../governed-region.js';
import type { GovernorFailure } from './governor-parts.js';
import { Rebuilder } from './rebuilder.js';
import { ReliefLog } from './relief-log.js';

const given = () => {
  let nowMs = 0;
  const failures: GovernorFailure[] = [];
  const rebuilder = new Rebuilder(() => nowMs, failures);
  const asked: { end(entries: number): Promise<void>; fail(error: Error): Promise<void> }[] = [];
  const rebuilding: NonNullable<GovernedRegion['rebuilding']> = {
    empty: () => ({ entries: 2, weight: 20 }),
    rebuild: () =>
      new Promise((resolve, reject) => {
        const settled = () => new Promise<void>((done) => setImmediate(done));
        asked.push({ end: (entries) => (resolve(entries), settled()), fail: (error) => (reject(error), settled()) });
      }),
  };
  const region = givenRegion('a', { protectedEntries: 2, protectedWeight: 20 }, rebuilding);
  const regions = new Map<string, GovernedRegion>([['a', region]]);
  const report = () => {
    const log = new ReliefLog(() => nowMs);
    rebuilder.report(log);
    return log.steps;
  };
  const empty = () => rebuilder.empty([region], new ReliefLog(() => nowMs));
  return { rebuilder, failures, asked, region, regions, report, empty, pass: (ms: number) => (nowMs += ms) };
};

describe('Rebuilder', () => {
  it('empties the regions that have protected entries and a source', () => {
    const { rebuilder, region } = given();
    const log = new ReliefLog(() => 0);
    rebuilder.empty([givenRegion('no source', { protectedEntries: 1 }), region], log);
    rebuilder.empty([givenRegion('nothing protected', {}, region.rebuilding)], log);
    expect(log.steps).toEqual([{ step: 'empty', of: 'a', entries: 2, bytes: 20, ms: 0 }]);
    expect(rebuilder.awaiting).toEqual(['a']);
  });

  it('rebuilds what awaits it at once, and writes down once when it is whole', async () => {
    const { rebuilder, regions, asked, report, empty, pass } = given();
    empty();
    rebuilder.rebuild(regions);
    pass(30);
    expect([asked.length, rebuilder.awaiting, report()]).toEqual([1, ['a'], []]);
    await asked[0]!.end(2);
    expect(rebuilder.awaiting).toEqual([]);
    expect(report()).toEqual([{ step: 'rebuild', of: 'a', entries: 2, bytes: 0, ms: 30 }]);
    expect(report()).toEqual([]);
  });

  it('rebuilds nothing that was not emptied', () => {
    const { rebuilder, regions, asked } = given();
    rebuilder.rebuild(regions);
    expect(asked).toEqual([]);
  });

  it('begins no second time while it rebuilds, however long that takes', () => {
    const { rebuilder, regions, asked, empty, pass } = given();
    empty();
    rebuilder.rebuild(regions);
    pass(60_000);
    rebuilder.rebuild(regions);
    expect(asked).toHaveLength(1);
  });

  it('tells of a source that fails, and tries again five seconds after it began', async () => {
    const { rebuilder, regions, asked, failures, report, empty, pass } = given();
    pass(100);
    empty();
    rebuilder.rebuild(regions);
    pass(1_000);
    const error = new Error('no network');
    await asked[0]!.fail(error);
    expect(failures).toEqual([{ kind: 'rebuild failed', of: 'a', error }]);
    expect([rebuilder.awaiting, report()]).toEqual([['a'], []]);
    pass(3_999);
    rebuilder.rebuild(regions);
    expect(asked).toHaveLength(1);
    pass(1);
    rebuilder.rebuild(regions);
    expect(asked).toHaveLength(2);
    await asked[1]!.end(2);
    expect(rebuilder.awaiting).toEqual([]);
  });

  it('goes on awaiting a region that was emptied again while it was rebuilt', async () => {
    const { rebuilder, regions, asked, empty } = given();
    empty();
    rebuilder.rebuild(regions);
    empty();
    await asked[0]!.end(2);
    expect(rebuilder.awaiting).toEqual(['a']);
    rebuilder.rebuild(regions);
    expect(asked).toHaveLength(2);
  });

  it('forgets a region that is gone', () => {
    const { rebuilder, asked, empty } = given();
    empty();
    rebuilder.rebuild(new Map());
    expect([rebuilder.awaiting, asked]).toEqual([[], []]);
  });
});
