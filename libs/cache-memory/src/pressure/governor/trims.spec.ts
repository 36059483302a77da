import { describe, expect, it } from '@jest/globals';
import { givenHoldings } from '../../../test/given-region.js';
import type { GovernedRegion } from '../governed-region.js';
import type { GovernorFailure } from './governor-parts.js';
import { ReliefLog } from './relief-log.js';
import { Trims } from './trims.js';

const LARGE = 100_000;

/** A region whose entries weigh a byte each; slices wait until `finish` is called. */
const given = (entries: number) => {
  let held = entries;
  let finish = () => {};
  const taken: string[] = [];
  const leave = (how: string, bytes: number) => {
    const left = Math.max(0, held - bytes);
    taken.push(how);
    held -= left;
    return { entries: left, weight: left };
  };
  const region: GovernedRegion = {
    name: 'a',
    rebuilding: undefined,
    evictExpired: () => 0,
    holdings: () => givenHoldings({ entries: held, weight: held }),
    trim: ({ bytes }) => leave('at once', bytes),
    trimGently: async ({ bytes }) => {
      await new Promise<void>((resolve) => (finish = resolve));
      return leave('in slices', bytes);
    },
  };
  const log = new ReliefLog(() => 0);
  const failures: GovernorFailure[] = [];
  const trims = new Trims(() => 0, failures);
  const take = (step: 'trim' | 'shed' | 'drop', bytes: number) =>
    trims.take(step, region, region.holdings(), { entries: Infinity, bytes }, log);
  const end = async () => {
    finish();
    await new Promise(setImmediate);
  };
  return { region, log, trims, taken, take, end, failures };
};

describe('Trims', () => {
  it('takes many entries in slices where nobody waits for their memory, and writes down what has left', async () => {
    const { trims, taken, take, log, end, region } = given(LARGE);
    trims.isGentle = true;
    expect(take('trim', LARGE / 2)).toEqual({ entries: 0, weight: 0 });
    expect([trims.isUnderWay('a'), trims.dueBytes(new Map([['a', region]]))]).toEqual([true, LARGE / 2]);
    await end();
    expect([trims.isUnderWay('a'), trims.dueBytes(new Map([['a', region]]))]).toEqual([false, 0]);
    expect(trims.report(log)).toEqual([{ region: 'a', entries: LARGE / 2, weight: LARGE / 2 }]);
    expect(log.steps).toEqual([{ step: 'trim', of: 'a', entries: LARGE / 2, bytes: LARGE / 2, ms: 0 }]);
    expect([trims.report(log), taken]).toEqual([[], ['in slices']]);
  });

  it('begins no second time while entries of the region leave', async () => {
    const { trims, taken, take, end } = given(LARGE);
    trims.isGentle = true;
    take('shed', LARGE / 2);
    take('shed', LARGE - 1);
    await end();
    expect(taken).toEqual(['in slices']);
  });

  it('takes at once what is little, what an insertion waits for, and all of it where pressure is critical', () => {
    const little = given(LARGE);
    little.trims.isGentle = true;
    expect(little.take('trim', LARGE - 100).entries).toBe(100);
    const hurried = given(LARGE);
    expect(hurried.take('trim', 0).entries).toBe(LARGE);
    const critical = given(LARGE);
    critical.trims.isGentle = true;
    expect(critical.take('drop', 0).entries).toBe(LARGE);
    expect([little.taken, hurried.taken, critical.taken]).toEqual([['at once'], ['at once'], ['at once']]);
  });

  it('takes ten thousand entries at once, and one more in slices', () => {
    const few = given(LARGE);
    few.trims.isGentle = true;
    expect(few.take('trim', LARGE - 10_000).entries).toBe(10_000);
    const many = given(LARGE);
    many.trims.isGentle = true;
    expect(many.take('trim', LARGE - 10_001).entries).toBe(0);
    expect([few.taken, many.trims.isUnderWay('a')]).toEqual([['at once'], true]);
  });

  it('counts by entries too how many leave', () => {
    const { trims, region, log } = given(LARGE);
    trims.isGentle = true;
    trims.take('trim', region, region.holdings(), { entries: LARGE - 10_001, bytes: Infinity }, log);
    expect(trims.isUnderWay('a')).toBe(true);
    const few = given(LARGE);
    few.trims.isGentle = true;
    few.trims.take('trim', few.region, few.region.holdings(), { entries: LARGE - 10, bytes: Infinity }, few.log);
    expect(few.trims.isUnderWay('a')).toBe(false);
  });

  it('answers of what left in slices only what pressure took', async () => {
    const { trims, take, log, end } = given(LARGE);
    trims.isGentle = true;
    take('shed', LARGE / 2);
    await end();
    expect(trims.report(log)).toEqual([]);
    expect(log.steps).toMatchObject([{ step: 'shed', entries: LARGE / 2 }]);
  });

  it('writes nothing down where nothing has left in slices', async () => {
    const { trims, take, log, end, region } = given(LARGE);
    trims.isGentle = true;
    take('trim', LARGE / 2);
    region.trim({ entries: Infinity, bytes: LARGE / 2 });
    await end();
    trims.report(log);
    expect(log.steps).toEqual([]);
  });

  it('goes on where a region throws, and tells of it, at once or in slices', async () => {
    const error = new Error('a policy of its own');
    const { trims, region, log, failures, end } = given(LARGE);
    const broken: GovernedRegion = {
      ...region,
      trim: () => {
        throw error;
      },
      trimGently: async () => Promise.reject(error),
    };
    const take = () => trims.take('trim', broken, region.holdings(), { entries: Infinity, bytes: 0 }, log);
    expect([take(), failures.splice(0)]).toEqual([
      { entries: 0, weight: 0 },
      [{ kind: 'region failed', of: 'a', error }],
    ]);
    trims.isGentle = true;
    take();
    await end();
    expect([trims.isUnderWay('a'), failures]).toEqual([false, [{ kind: 'region failed', of: 'a', error }]]);
    expect([trims.report(log), log.steps]).toEqual([[], []]);
  });

  it('waits for nothing of a region that is gone', () => {
    const { trims, take } = given(LARGE);
    trims.isGentle = true;
    take('trim', LARGE / 2);
    expect(trims.dueBytes(new Map())).toBe(0);
  });
});
