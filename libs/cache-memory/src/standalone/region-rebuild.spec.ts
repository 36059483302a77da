import { afterEach, describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import type { RebuildReport } from '../sources/rebuild-report.js';
import { CacheMemory } from './cache-memory.js';
import type { RegionOptions } from './region-options.js';

let memory: CacheMemory | undefined;
const given = (options: Partial<RegionOptions<string, number>>) => {
  memory = new CacheMemory({ regions: [{ region: 'drugs', maxEntries: 100, ...options } as RegionOptions] });
  return memory.region<string, number>('drugs');
};
const infoOf = (key: string) => [...memory!.region('drugs').entries()].find((entry) => entry.key === key);

describe('a region with a source', () => {
  afterEach(() => memory?.close());

  it('becomes what its source says, and keeps what is not protected', async () => {
    const drugs = given({
      source: () => [
        ['a', 1],
        ['b', 2],
      ],
    });
    drugs.set('a', 7, { protected: true });
    drugs.set('gone', 8, { protected: true });
    drugs.set('made', 9);
    const heard: RebuildReport[] = [];
    memory!.on('region.rebuilt', (report) => heard.push(report));
    const report = await memory!.rebuild('drugs');
    expect(report).toMatchObject({ of: 'drugs', entries: 2, removed: 1, skipped: 0, problems: [] });
    expect(heard).toEqual([report]);
    expect(['a', 'b', 'gone', 'made'].map((key) => drugs.peek(key))).toEqual([1, 2, undefined, 9]);
    expect([infoOf('b')?.protected, infoOf('made')?.protected]).toEqual([true, false]);
  });

  it('shows readers the former state until all of the new one is there', async () => {
    const drugs = given({
      source: async function* () {
        for (const key of ['a', 'b']) {
          await new Promise(setImmediate);
          expect([drugs.peek('a'), drugs.peek('b')]).toEqual([1, 1]);
          yield [key, 2];
        }
      },
    });
    for (const key of ['a', 'b']) drugs.set(key, 1, { protected: true });
    await memory!.rebuild('drugs');
    expect([drugs.peek('a'), drugs.peek('b')]).toEqual([2, 2]);
  });

  it('stays as it was where the source fails or the rebuild is ended', async () => {
    const error = new Error('no disk');
    const controller = new AbortController();
    const drugs = given({
      source: function* () {
        yield ['a', 2];
        if (!controller.signal.aborted) throw error;
      },
    });
    drugs.set('a', 1, { protected: true });
    await expect(memory!.rebuild('drugs')).rejects.toBe(error);
    controller.abort(new Error('enough'));
    await expect(memory!.rebuild('drugs', { signal: controller.signal })).rejects.toThrow('enough');
    expect(drugs.peek('a')).toBe(1);
  });

  it('reads its source once for those who ask meanwhile, and anew for those who ask later', async () => {
    let reads = 0;
    given({ source: () => [['a', ++reads]] });
    const [one, other] = await Promise.all([memory!.rebuild('drugs'), memory!.rebuild('drugs')]);
    expect(one).toBe(other);
    await memory!.rebuild('drugs');
    expect([reads, memory!.region('drugs').peek('a')]).toEqual([2, 2]);
  });

  it('says so where its source gives more than it may hold', async () => {
    given({ maxEntries: 2, source: () => ['a', 'b', 'c'].map((key) => [key, 1] as const) });
    await expect(memory!.rebuild('drugs')).rejects.toMatchObject({
      code: expect.stringMatching(/REBUILD_FAILED|PROTECTED_FULL/),
    });
  });

  it('is rebuilt at the start where it says so', async () => {
    const drugs = given({ source: () => [['a', 1]], rebuildAtStart: true });
    expect(await memory!.rebuildAtStart()).toMatchObject([{ of: 'drugs', entries: 1 }]);
    expect(drugs.peek('a')).toBe(1);
  });

  it('is needed to rebuild', async () => {
    given({});
    await expect(memory!.rebuild('drugs')).rejects.toMatchObject({ code: 'NO_SOURCE' });
    await expect(memory!.rebuild('drug')).rejects.toMatchObject({ code: 'UNKNOWN_REGION' });
    expect(await memory!.rebuildAtStart()).toEqual([]);
    expect(caught(() => given({ rebuildAtStart: true })).code).toBe('INVALID_OPTION');
  });
});
