import { describe, expect, it, jest } from '@jest/globals';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { EntryTier } from './entry-tier.js';
import { NO_CLAIMS } from './load-claims.js';
import type { WriteJob } from './spill-job.js';
import { TierWork } from './tier-work.js';

type Operation = 'pack' | 'write' | 'forget' | 'clear';

/** Work for a tier that writes down what it is asked, waits where the test says so, and fails where it says so. */
function scene() {
  const calls: string[] = [];
  const told: string[] = [];
  const waits = new Map<Operation, Deferred<void>>();
  const said = { mayWrite: true, isWritten: true, failing: new Set<Operation>() };
  const ask = async (operation: Operation, what: string): Promise<void> => {
    calls.push(`${operation} ${what}`);
    await waits.get(operation)?.promise;
    if (said.failing.has(operation)) throw new Error(`no ${operation}`);
  };
  const tier: EntryTier<string, string> = {
    claims: NO_CLAIMS,
    recall: async () => undefined,
    pack: async (key, { value }) => {
      await ask('pack', `${key}=${value}`);
      return async () => {
        await ask('write', key);
        return said.isWritten;
      };
    },
    forget: (key) => ask('forget', key),
    clear: (tags) => ask('clear', tags ? tags.join('+') : 'all'),
    close: async () => {},
  };
  const work = new TierWork(tier, {
    mayWrite: () => said.mayWrite,
    written: (key) => told.push(`written ${key}`),
    refused: (key) => told.push(`refused ${key}`),
    dropped: (key) => told.push(`dropped ${key}`),
    failed: (operation, key, error) => told.push(`${operation} of ${key} failed: ${(error as Error).message}`),
  });
  const hold = (operation: Operation): (() => Promise<void>) => {
    const wait = deferred<void>();
    waits.set(operation, wait);
    return async () => {
      waits.delete(operation);
      wait.resolve();
      await turns();
    };
  };
  return { work, calls, told, said, hold };
}

function job(
  value: string,
  { tags = [], isOver = false, release }: Partial<WriteJob<string> & { tags: string[] }> = {},
) {
  const times = { ttlLeftMs: Infinity, idleLeftMs: Infinity, idleMs: Infinity, costMs: 0 };
  const entry = { value, ...times, weight: 1, tags, rank: 1, guarded: false };
  return { kind: 'write', entry, since: 0, isOver, release } as WriteJob<string>;
}

describe('TierWork', () => {
  it('writes an entry after the operation that asked for it, and lets its instance go once it is encoded', async () => {
    const { work, calls, told, hold } = scene();
    const release = jest.fn();
    const goOn = hold('write');
    work.write('a', job('1', { release }));
    expect([calls, work.isIdle]).toEqual([[], false]);
    expect(work.waitingWrite('a')?.entry.value).toBe('1');
    await turns();
    expect(calls).toEqual(['pack a=1', 'write a']);
    expect([release.mock.calls.length, told, work.waitingWrite('a')]).toEqual([1, [], undefined]);
    expect(work.runningOf('a')).toBeInstanceOf(Promise);
    await goOn();
    expect([told, work.isIdle, work.runningOf('a')]).toEqual([['written a'], true, undefined]);
  });

  it('does four jobs at a time, in the order in which they came', async () => {
    const { work, calls, hold } = scene();
    const goOn = hold('forget');
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) work.forget(key);
    await turns();
    expect(calls).toEqual(['forget a', 'forget b', 'forget c', 'forget d']);
    await goOn();
    expect(calls.slice(4)).toEqual(['forget e', 'forget f']);
  });

  it('does the jobs of one key one after the other, those of others meanwhile, and writes nothing that is to be forgotten', async () => {
    const { work, calls, hold } = scene();
    const goOn = hold('pack');
    work.write('a', job('1'));
    await turns();
    work.forget('a');
    work.forget('b');
    await turns();
    expect(calls).toEqual(['pack a=1', 'forget b']);
    await goOn();
    expect(calls.slice(2)).toEqual(['forget a']);
  });

  it('does the latest of what waits for a key, and lets the instance of the one before go', async () => {
    const { work, calls } = scene();
    const releases = [jest.fn(), jest.fn()];
    work.write('a', job('1', { release: releases[0] }));
    work.write('a', job('2', { release: releases[1] }));
    expect(releases.map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
    work.forget('b');
    work.write('b', job('3'));
    await turns();
    expect(calls.filter((call) => !call.startsWith('write'))).toEqual(['pack a=2', 'pack b=3']);
    expect(releases.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it('clears when nothing else is under way, and does nothing else meanwhile', async () => {
    const { work, calls, hold } = scene();
    const endPack = hold('pack');
    const endClear = hold('clear');
    work.write('a', job('1'));
    await turns();
    work.clear(['t', 'u']);
    work.forget('b');
    await turns();
    expect([calls, work.tagsToClear()]).toEqual([['pack a=1'], ['t', 'u']]);
    await endPack();
    expect(calls.slice(1)).toEqual(['write a', 'clear t+u']);
    expect([work.tagsToClear(), work.distrusts('z')]).toEqual([['t', 'u'], false]);
    work.clear(['v']);
    expect(work.tagsToClear()).toEqual(['v', 't', 'u']);
    await endClear();
    expect(calls.slice(3)).toEqual(['clear v', 'forget b']);
    expect([work.tagsToClear(), work.isIdle]).toEqual([[], true]);
  });

  it('gives up what waits to be written with a tag that is cleared, and forgets what that was to replace', async () => {
    const { work, calls } = scene();
    const release = jest.fn();
    work.write('a', job('1', { tags: ['t'], release }));
    work.write('b', job('2', { tags: ['x', 't'], isOver: true }));
    work.write('c', job('3', { tags: ['x'] }));
    work.clear(['t']);
    expect(release).toHaveBeenCalledTimes(1);
    await turns();
    expect(calls).toEqual(['clear t', 'pack c=3', 'forget b', 'write c']);
  });

  it.each([
    ['a tag', ['t']],
    ['everything', undefined],
  ])('gives up what waits to be written where others have cleared %s, and clears nothing itself', async (_, tags) => {
    const { work, calls } = scene();
    const release = jest.fn();
    work.write('a', job('1', { tags: ['t'], release }));
    work.write('b', job('2', { tags: ['x', 't'], isOver: true }));
    if (tags) work.write('c', job('3', { tags: ['x'] }));
    work.outrun(tags);
    expect(release).toHaveBeenCalledTimes(1);
    await turns();
    expect(calls).toEqual(tags ? ['pack c=3', 'forget b', 'write c'] : ['forget b']);
  });

  it('forgets what is being written where others have cleared it, and lets the next write of its key replace it', async () => {
    const { work, calls, hold } = scene();
    const goOn = hold('write');
    work.write('a', job('1', { tags: ['t'] }));
    work.write('b', job('2', { tags: ['t'] }));
    work.write('c', job('3', { tags: ['x'] }));
    await turns();
    work.write('b', job('4', { tags: ['x'] }));
    work.outrun(['t']);
    await goOn();
    expect(calls.slice(6)).toEqual(['pack b=4', 'forget a', 'write b']);
  });

  it('has nothing else to do for what waits where everything is cleared', async () => {
    const { work, calls, hold } = scene();
    const goOn = hold('clear');
    work.write('a', job('1', { isOver: true }));
    work.forget('b');
    work.clear(undefined);
    expect([work.distrusts('z'), work.waitingWrite('a')]).toEqual([true, undefined]);
    await turns();
    expect([calls, work.distrusts('z'), work.isIdle]).toEqual([['clear all'], true, false]);
    await goOn();
    expect([calls, work.distrusts('z'), work.isIdle]).toEqual([['clear all'], false, true]);
  });

  it('drops what may not be encoded when its turn comes, and forgets what it was to replace', async () => {
    const { work, calls, told, said } = scene();
    said.mayWrite = false;
    const release = jest.fn();
    work.write('a', job('1', { release }));
    work.write('b', job('2', { isOver: true }));
    work.forget('c');
    await turns();
    expect([told, release.mock.calls.length]).toEqual([['dropped a', 'dropped b'], 1]);
    expect(calls.toSorted()).toEqual(['forget b', 'forget c']);
  });

  it('forgets what may have been written though that failed, and nothing where the value could not be encoded', async () => {
    const { work, calls, told, said } = scene();
    said.failing.add('write');
    const release = jest.fn();
    work.write('a', job('1', { release }));
    await turns();
    expect([calls, told]).toEqual([['pack a=1', 'write a', 'forget a'], ['spill of a failed: no write']]);
    said.failing.add('pack');
    work.write('b', job('2', { release }));
    work.write('c', job('3', { isOver: true }));
    await turns();
    expect(calls.slice(3)).toEqual(['pack b=2', 'pack c=3', 'forget c']);
    expect(release).toHaveBeenCalledTimes(2);
    expect(told.slice(1)).toEqual(['spill of b failed: no pack', 'spill of c failed: no pack']);
  });

  it('leaves it to the next job of a key to replace what may have been written though that failed', async () => {
    const { work, calls, said, hold } = scene();
    const goOn = hold('write');
    work.write('a', job('1'));
    await turns();
    said.failing.add('write');
    work.write('a', job('2'));
    await goOn();
    expect(calls).toEqual(['pack a=1', 'write a', 'pack a=2', 'write a', 'forget a']);
  });

  it('tells that a write was refused', async () => {
    const { work, told, said } = scene();
    said.isWritten = false;
    work.write('a', job('1'));
    await turns();
    expect(told).toEqual(['refused a']);
  });

  it('believes nothing of a key that could not be forgotten, until it is forgotten or written', async () => {
    const { work, calls, told, said } = scene();
    said.failing.add('forget');
    for (const key of ['a', 'b', 'c']) work.forget(key);
    expect([work.distrusts('a'), work.isOver('a')]).toEqual([true, true]);
    await turns();
    expect(told[0]).toBe('forget of a failed: no forget');
    expect(['a', 'b', 'c', 'z'].map((key) => work.distrusts(key))).toEqual([true, true, true, false]);
    expect([work.isOver('a'), work.isOver('z')]).toEqual([true, false]);
    said.failing.clear();
    work.write('c', job('1'));
    await turns();
    expect(work.distrusts('c')).toBe(false);
    calls.length = 0;
    work.payDebts(1);
    expect(work.distrusts('a')).toBe(true);
    await turns();
    expect([calls, work.distrusts('a'), work.distrusts('b')]).toEqual([['forget a'], false, true]);
    work.payDebts(Infinity);
    work.payDebts(Infinity);
    await turns();
    expect([calls, work.distrusts('b')]).toEqual([['forget a', 'forget b'], false]);
  });

  it('pays no debt for a key that is being written, and forgets it where that fails', async () => {
    for (const operation of ['none', 'pack', 'write'] as const) {
      const { work, calls, said, hold } = scene();
      said.failing.add('forget');
      work.forget('a');
      await turns();
      said.failing.clear();
      const goOn = hold('pack');
      work.write('a', job('1', { isOver: work.isOver('a') }));
      await turns();
      calls.length = 0;
      work.payDebts(9);
      if (operation !== 'none') said.failing.add(operation);
      await goOn();
      const expected = { none: ['write a'], pack: ['forget a'], write: ['write a', 'forget a'] };
      expect([calls, work.distrusts('a')]).toEqual([expected[operation], false]);
    }
  });

  it('pays no debt for a key that waits to be written', async () => {
    const { work, calls, said } = scene();
    said.failing.add('forget');
    work.forget('a');
    await turns();
    calls.length = 0;
    work.write('a', job('1'));
    work.payDebts(9);
    await turns();
    expect(calls).toEqual(['pack a=1', 'write a']);
  });

  it('believes nothing of what could not be cleared, until it is', async () => {
    const { work, calls, told, said } = scene();
    said.failing.add('clear');
    work.clear(['t']);
    await turns();
    expect([told, work.tagsToClear(), work.distrusts('z')]).toEqual([
      ['clear of undefined failed: no clear'],
      ['t'],
      false,
    ]);
    work.clear(undefined);
    await turns();
    expect([work.tagsToClear(), work.distrusts('z')]).toEqual([[], true]);
    said.failing.clear();
    work.payDebts(0);
    await turns();
    expect([calls, work.distrusts('z')]).toEqual([['clear t', 'clear all', 'clear all'], false]);
    work.payDebts(9);
    await turns();
    expect(calls).toHaveLength(3);
  });

  it('clears tags again that it owes', async () => {
    const { work, calls, said } = scene();
    said.failing.add('clear');
    work.clear(['t']);
    await turns();
    said.failing.clear();
    work.payDebts(1);
    await turns();
    expect([calls, work.tagsToClear()]).toEqual([['clear t', 'clear t'], []]);
  });

  it('owes nothing any more once everything was cleared', async () => {
    const { work, said } = scene();
    said.failing.add('forget');
    work.forget('a');
    await turns();
    work.clear(undefined);
    await turns();
    expect([work.distrusts('a'), work.isOver('a')]).toEqual([false, false]);
  });

  it('takes a write back, abandons one, or drops all that have not begun', async () => {
    const { work, calls, told } = scene();
    const releases = [jest.fn(), jest.fn(), jest.fn()];
    const [taken, abandoned, dropped] = releases.map((release) => job('1', { isOver: true, release }));
    work.write('a', taken!);
    work.write('b', abandoned!);
    work.write('c', dropped!);
    work.forget('d');
    work.takeBack('a', taken!);
    work.abandon('b');
    work.abandon('d');
    work.abandon('z');
    work.dropWrites();
    await turns();
    expect(releases.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
    expect(told).toEqual(['dropped c']);
    expect(calls.toSorted()).toEqual(['forget a', 'forget c', 'forget d']);
  });

  it('knows for which keys the tier may have an older copy', async () => {
    const { work, hold } = scene();
    const goOn = hold('pack');
    work.write('a', job('1'));
    work.write('b', job('2', { isOver: true }));
    work.forget('c');
    expect(['a', 'b', 'c', 'z'].map((key) => work.isOver(key))).toEqual([false, true, true, false]);
    await turns();
    expect(['a', 'z'].map((key) => work.isOver(key))).toEqual([true, false]);
    await goOn();
    expect(['a', 'b', 'c'].map((key) => work.isOver(key))).toEqual([false, false, false]);
  });

  it('is settled when nothing waits and nothing is under way', async () => {
    const { work, hold } = scene();
    await work.settled();
    const goOn = hold('clear');
    const settled: string[] = [];
    work.clear(['t']);
    for (const who of ['one', 'other']) void work.settled().then(() => settled.push(who));
    await turns();
    work.forget('a');
    expect(settled).toEqual([]);
    await goOn();
    expect([settled, work.isIdle]).toEqual([['one', 'other'], true]);
  });

  it('is over for a key when nothing waits and nothing is under way for it', async () => {
    const { work, hold } = scene();
    await work.over('a');
    const goOn = hold('forget');
    const over: string[] = [];
    work.forget('a');
    void work.over('a').then(() => over.push('a'));
    await turns();
    work.write('b', job('1'));
    void work.over('b').then(() => over.push('b'));
    await turns();
    expect(over).toEqual(['b']);
    work.forget('a');
    await goOn();
    expect(over).toEqual(['b', 'a']);
  });

  it('has room as long as there is some for one more that waits', () => {
    const { work } = scene();
    expect(work.hasRoom(1e9)).toBe(true);
    work.write('a', job('1'));
    expect([work.hasRoom(1), work.hasRoom(1e9)]).toEqual([true, false]);
  });
});
