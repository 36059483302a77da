import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { failure, givenFolder, givenRows, givenStore, removeFolders, visits } from '../../test/given-store.js';
import { MemoryStorage } from '../../test/memory-storage.js';
import type { Row } from '../results/column-type.js';
import type { ResultStoreError } from '../results/errors.js';
import type { ColumnSummary } from '../summaries/column-summary.js';
import type { CreateOptions } from './create-options.js';
import type { ResultSet } from './result-set.js';
import type { ResultStore } from './result-store.js';
import type { Reclaimer } from './store-options.js';
import type { WriteProgress } from './write-progress.js';

afterAll(removeFolders);

async function written(store: ResultStore, patients: number, options: Partial<CreateOptions> = {}): Promise<ResultSet> {
  await using writer = await store.create('trial', { schema: visits, ...options });
  await writer.write(givenRows(patients));
  return store.open((await writer.complete()).id);
}

async function read(set: ResultSet, ...[query]: Parameters<ResultSet['rows']>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of set.rows(query)) rows.push(row);
  return rows;
}

describe.each(['memory', 'parquet'] as const)('a set in %s', (kind) => {
  it('answers the rows that were written, in their order', async () => {
    await using set = await written(givenStore(), 10, { kind });
    expect(set.info).toMatchObject({ kind, status: 'complete', subjects: 10, rows: 30, name: 'trial' });
    expect(await read(set)).toEqual([...givenRows(10)]);
  });

  it('keeps every value as it was', async () => {
    const store = givenStore();
    await using writer = await store.create('values', {
      kind,
      schema: {
        subject: 'id',
        columns: {
          id: 'string',
          n: 'int32?',
          big: 'int64?',
          x: 'double',
          ok: 'boolean?',
          at: 'timestamp?',
          text: 'string?',
        },
      },
    });
    const rows: Row[] = [
      { id: 'a', n: null, big: null, x: -0, ok: null, at: null, text: null },
      { id: 'b', n: -(2 ** 31), big: -(2n ** 63n), x: Number.NaN, ok: true, at: new Date(-1), text: '' },
      {
        id: 'c',
        n: 2 ** 31 - 1,
        big: 2n ** 63n - 1n,
        x: -Infinity,
        ok: false,
        at: new Date(8.64e15),
        text: '\uFEFFñ😀'.repeat(99),
      },
      { id: 'd', n: 0, big: 0n, x: 0, ok: true, at: new Date(0), text: 'null' },
      { id: 'e', n: 0, big: 0n, x: 5e-324, ok: true, at: new Date(0), text: 'null' },
    ];
    await writer.write(rows);
    await using set = await store.open((await writer.complete()).id);
    expect(await read(set)).toEqual(rows);
  });

  it('has columns that are called like what every object has', async () => {
    const store = givenStore();
    const columns = { race: 'int32', constructor: 'string?', toString: 'int32', valueOf: 'double?' } as const;
    await using writer = await store.create('races', { kind, schema: { subject: 'race', columns } });
    const rows: Row[] = [
      { race: 1, constructor: 'Ferrari', toString: 25, valueOf: 1.5 },
      { race: 2, constructor: 'McLaren', toString: 18, valueOf: null },
      { race: 3, constructor: null, toString: 15, valueOf: null },
    ];
    await writer.write(rows.slice(0, 2));
    await writer.write([{ race: 3, toString: 15 }]);
    expect((await failure(() => writer.write([{ race: 4 }]))).message).toContain("column 'toString': expected");
    await using set = await store.open((await writer.complete()).id);
    expect(await read(set)).toEqual(rows);
    expect(await read(set, { columns: ['race'], where: { constructor: 'Ferrari' } })).toEqual([{ race: 1 }]);
    expect(await read(set, { columns: ['race'], where: { toString: { atLeast: 18 } } })).toEqual([{ race: 1 }, { race: 2 }]); // prettier-ignore
  });

  it('answers columns, and the rows that meet conditions', async () => {
    await using set = await written(givenStore(), 10, { kind });
    const query = { columns: ['level', 'patient'], where: { visit: 1, patient: { atLeast: 3, atMost: 4 } } };
    expect(await read(set, query)).toEqual([{ level: 3.5, patient: 3 }, { level: 4.5, patient: 4 }]); // prettier-ignore
    expect(await read(set, { columns: ['patient'], where: { level: null, arm: { oneOf: ['b', 'c'] } } })).toEqual(
      [1, 3, 5, 7, 9].map((patient) => ({ patient })),
    );
    let rows = 0;
    for await (const batch of set.columns({ columns: ['time'] })) {
      expect(batch.columns['time']).toBeInstanceOf(Float64Array);
      rows += batch.rows;
    }
    expect(rows).toBe(30);
  });

  it('finds a subject without reading the others', async () => {
    await using set = await written(givenStore(), 10, { kind });
    expect(await set.subject(7)).toEqual([...givenRows(8, 7)]);
    expect(await set.subject(99)).toEqual([]);
    expect(await set.explain({ where: { patient: 7 } })).toMatchObject({ rowGroups: 7, rowGroupsRead: 1 });
    expect(await set.explain({ where: { patient: 99 } })).toMatchObject({ rowGroupsRead: 0, filesRead: 0 });
  });

  it('answers a subject of more rows than a call takes arguments', async () => {
    const store = givenStore();
    await using writer = await store.create('sensor', {
      kind,
      schema: { subject: 'sensor', columns: { sensor: 'int32', at: 'int32' } },
    });
    await writer.write(Array.from({ length: 150_000 }, (_, at) => ({ sensor: 1, at })));
    await using set = await store.open((await writer.complete()).id);
    const rows = await set.subject(1);
    expect([rows.length, rows.at(-1)]).toEqual([150_000, { sensor: 1, at: 149_999 }]);
  });

  it('knows its summaries, of all rows and by group', async () => {
    await using set = await written(givenStore(), 10, { kind });
    const level = (await set.summary()).get('level')!;
    expect(level).toMatchObject({ count: 20, nulls: 10, min: 0, max: 9.5 });
    expect(level.mean).toBeCloseTo(4.75, 12);
    const byVisit = await set.summaryBy('visit');
    expect([...byVisit.keys()]).toEqual([0, 1, 2]);
    expect(byVisit.get(1)!.get('level')).toMatchObject({ count: 10, min: 0.5, max: 9.5, mean: 5 });
    expect((await failure(() => set.summaryBy('arm'))).code).toBe('INVALID_QUERY');
  });

  it('knows its summaries of numbers that JSON has no word for', async () => {
    const store = givenStore();
    const columns = { id: 'int32', time: 'double', name: 'string', level: 'double' } as const;
    const schema = { subject: 'id', columns, groupBy: ['time', 'name'] };
    await using writer = await store.create('trial', { kind, schema });
    await writer.write([
      { id: 1, time: Infinity, name: 'Infinity', level: 1e308 },
      { id: 2, time: -Infinity, name: 'NaN', level: -1e308 },
      { id: 3, time: Number.NaN, name: 'Infinity', level: 1 },
    ]);
    await using set = await store.open((await writer.complete()).id);
    expect((await set.summary()).get('level')).toMatchObject({ count: 3, min: -1e308, max: 1e308 });
    expect((await set.summary()).get('level')!.sd).toBeNaN();
    expect((await set.summary()).get('time')).toMatchObject({ count: 0, notFinite: 3, min: Number.NaN });
    const counts = async (column: string) =>
      Array.from(await set.summaryBy(column), ([value, of]) => [value, of.get('level')!.count]);
    expect(await counts('time')).toEqual([[Infinity, 1], [-Infinity, 1], [null, 1]]); // prettier-ignore
    expect(await counts('name')).toEqual([['Infinity', 2], ['NaN', 1]]); // prettier-ignore
  });

  it('of which a chunk has been refused is never complete', async () => {
    const store = givenStore({ chunkSubjects: 10_200 });
    const columns = { id: 'int32', time: 'double' } as const;
    const schema = { subject: 'id', columns, groupBy: ['time'] };
    await using writer = await store.create('trial', { kind, schema });
    const rows = Array.from({ length: 10_500 }, (_, id) => ({ id, time: id / 2 }));
    const attempts = [() => writer.write(rows), () => writer.complete(), () => writer.write([{ id: 1e6, time: 0 }])];
    const codes: string[] = [];
    for (const attempt of [...attempts, () => writer.complete()]) {
      await attempt().catch((error: ResultStoreError) => codes.push(error.code));
    }
    expect(codes.length).toBeGreaterThanOrEqual(2);
    expect(new Set(codes)).toEqual(new Set(['TOO_MANY_GROUPS']));
    expect((await store.list()).filter(({ status }) => status === 'complete')).toEqual([]);
  });

  it('draws bands, from summaries where it groups by the axis and from its rows elsewhere', async () => {
    await using set = await written(givenStore(), 10, { kind });
    const byVisit = await set.bands({ x: 'visit', y: 'level', quantiles: [0, 0.5, 1] });
    const byTime = await set.bands({ x: 'time', y: 'level', quantiles: [0, 0.5, 1] });
    expect(byVisit.map(({ x }) => x)).toEqual([0, 1]);
    expect(byTime.map(({ x, values }) => ({ x: x / 12, values }))).toEqual(byVisit);
    expect(byVisit[1]!.values[2]).toBe(9.5);
    for (const options of [
      { x: 'arm', y: 'level' },
      { x: 'time', y: 'levle' },
      { x: 'time', y: 'level', quantiles: [5] },
    ]) {
      expect((await failure(() => set.bands(options))).code).toBe('INVALID_QUERY');
    }
  });

  it.each([
    ['columns', { columns: ['levle'] }],
    ['conditions', { where: { levle: 1 } }],
    ['values', { where: { level: 'high' } }],
    ['bounds', { where: { level: {} } }],
  ])('refuses unknown %s', async (_, query) => {
    await using set = await written(givenStore(), 1, { kind });
    expect((await failure(() => read(set, query))).code).toBe('INVALID_QUERY');
  });

  it('is found by its metadata, listed and removed, but not while it is read', async () => {
    const store = givenStore();
    const set = await written(store, 3, { kind, metadata: { model: 'pk', arms: 2 } });
    expect(await store.find({ model: 'pk' })).toHaveLength(1);
    expect(await store.find({ model: 'pd' })).toHaveLength(0);
    expect((await failure(() => store.remove(set.info.id))).code).toBe('SET_IN_USE');
    await set[Symbol.asyncDispose]();
    await store.remove(set.info.id);
    expect(await store.list()).toEqual([]);
    expect((await failure(() => store.open(set.info.id))).code).toBe('SET_NOT_FOUND');
    expect((await failure(() => read(set))).code).toBe('SET_CLOSED');
  });
});

describe('the kind of a set', () => {
  it('is memory while it is small, and Parquet once it outgrows memory', async () => {
    const store = givenStore();
    await using small = await written(store, 4);
    await using large = await written(store, 5);
    expect([small.info.kind, large.info.kind]).toEqual(['memory', 'parquet']);
    expect(await read(large)).toEqual([...givenRows(5)]);
    expect(await small.all()).toEqual([...givenRows(4)]);
  });

  it('is Parquet from the start where much is expected or memory is short', async () => {
    await using expecting = await givenStore().create('a', { schema: visits, expected: { subjects: 5 } });
    await using short = await givenStore({ memory: { isRelaxed: false } }).create('a', { schema: visits });
    expect([expecting.kind, short.kind]).toEqual(['parquet', 'parquet']);
  });

  it('keeps what memory held before, whole chunks included', async () => {
    const store = givenStore({ memorySubjects: 8 });
    await using set = await written(store, 10);
    await using other = await written(givenStore(), 10, { kind: 'parquet' });
    expect(set.info.kind).toBe('parquet');
    expect(await read(set)).toEqual(await read(other));
    expect((await set.summary()).get('level')).toEqual((await other.summary()).get('level'));
  });

  it('is no matter until all rows of a set on disk are asked for at once', async () => {
    await using set = await written(givenStore(), 9);
    const error = await failure(() => set.all());
    expect(error.code).toBe('TOO_LARGE');
    expect(error.message).toContain('27 rows of 9 subjects on disk');
    expect(error.message).toContain('set.batches()');
  });
});

describe('a set that moves to disk', () => {
  it('leaves none there of which memory has refused a chunk', async () => {
    const storage = new MemoryStorage();
    const memory = { isRelaxed: true };
    const store = givenStore({ storage, memory, memorySubjects: 20_000, chunkSubjects: 10_200 });
    const schema = { subject: 'id', columns: { id: 'int32', time: 'double' }, groupBy: ['time'] } as const;
    await using writer = await store.create('trial', { schema });
    const rows = Array.from({ length: 10_500 }, (_, id) => ({ id, time: id / 2 }));
    expect((await failure(() => writer.write(rows))).code).toBe('TOO_MANY_GROUPS');
    memory.isRelaxed = false;
    for (let tries = 0; tries < 2; tries++) {
      expect((await failure(() => writer.complete())).code).toBe('TOO_MANY_GROUPS');
    }
    expect([...storage.objects.keys()]).toEqual([]);
  });

  it('is in memory still where the disk is full, and goes on once there is room', async () => {
    const storage = new MemoryStorage();
    const store = givenStore({ storage });
    await using writer = await store.create('trial', { schema: visits });
    let full: string | undefined = 'part-00001.parquet';
    storage.beforePut = (path) => {
      if (full !== undefined && path.endsWith(full)) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    for (let tries = 0; tries < 2; tries++) {
      const error = await failure(() => (tries === 0 ? writer.write(givenRows(7)) : writer.complete()));
      expect([error.code, writer.kind]).toEqual(['NO_ROOM', 'memory']);
      expect(error.message).toContain('in memory still');
      expect([...storage.objects.keys()]).toEqual([]);
    }
    const { rows } = writer.progress;
    full = undefined;
    expect(await writer.complete()).toMatchObject({ kind: 'parquet', status: 'complete', rows });
    await using set = await store.open(writer.id);
    expect(await read(set)).toEqual([...givenRows(7)].slice(0, rows));
  });

  it.each(['part-00000.parquet', 'part-00001.parquet', 'manifest.json'])(
    'is given back whole where the signal comes while %s is put',
    async (name) => {
      const storage = new MemoryStorage();
      const store = givenStore({ storage });
      const cancel = new AbortController();
      await using writer = await store.create('trial', { schema: visits, signal: cancel.signal });
      storage.beforePut = (path) => {
        if (path.endsWith(name)) cancel.abort();
      };
      expect((await failure(() => writer.write(givenRows(20)))).code).toBe('WRITE_ABORTED');
      await writer[Symbol.asyncDispose]();
      expect(await store.list()).toMatchObject([{ kind: 'parquet', status: 'partial', subjects: 6 }]);
      await using again = await store.resume(writer.id);
      expect(again.resumedAfter).toBe(5);
    },
  );

  it('is given back whole where the store is closed meanwhile', async () => {
    const storage = new MemoryStorage();
    const store = givenStore({ storage });
    const closing: Promise<void>[] = [];
    const writer = await store.create('trial', { schema: visits });
    storage.beforePut = () => void (closing.length === 0 && closing.push(store.close()));
    expect((await failure(() => writer.write(givenRows(20)))).code).toBe('WRITER_CLOSED');
    await Promise.all(closing);
    expect(await givenStore({ storage }).list()).toMatchObject([{ status: 'partial', subjects: 6 }]);
    expect([...storage.objects.keys()].filter((path) => path.includes('.leases'))).toEqual([]);
  });
});

describe('sets in memory', () => {
  it('move to disk where memory is wanted back, the oldest first, and lose nothing', async () => {
    const asked: Reclaimer[] = [];
    const left: string[] = [];
    const register = (reclaimer: Reclaimer) => {
      asked.push(reclaimer);
      return () => void left.push(reclaimer.name);
    };
    const store = givenStore({ memory: { isRelaxed: true, register } });
    const reader = await written(store, 3, { partitionBy: ['arm'], metadata: { first: true } });
    const [{ id }, { id: other }] = [reader.info, (await written(store, 2)).info];
    const [reclaimer] = asked as [Reclaimer];
    const before = reclaimer.estimateBytes();
    expect(before).toBeGreaterThan(0);
    expect(reclaimer.reclaim(1)).toBe(0);
    while (reclaimer.estimateBytes() === before) await setImmediate();

    expect(await read(reader)).toHaveLength(9);
    expect((await store.list()).map((set) => [set.id, set.kind, set.status])).toEqual([
      [id, 'parquet', 'complete'],
      [other, 'memory', 'complete'],
    ]);
    await using moved = await store.open(id);
    expect(moved.info).toMatchObject({ kind: 'parquet', rows: 9, metadata: { first: true } });
    expect((await moved.summary()).get('level')).toEqual((await reader.summary()).get('level'));
    expect(await store.relieve()).toBeGreaterThan(0);
    expect((await store.describe(other)).kind).toBe('parquet');
    await store.close();
    expect(left).toEqual([reclaimer.name]);
  });

  it('stay there where they cannot be moved', async () => {
    const storage = new MemoryStorage();
    const lines: string[] = [];
    const store = givenStore({ storage, log: { log: () => undefined, warn: (line) => void lines.push(line) } });
    await using set = await written(store, 3);
    storage.beforePut = (path) => {
      if (path.endsWith('.parquet')) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    expect(await store.relieve()).toBe(0);
    expect(lines[0]).toContain('stays in memory');
    expect(storage.objects.size).toBe(0);
    await using again = await store.open(set.info.id);
    expect(await again.all()).toEqual([...givenRows(3)]);
  });

  it('do not come back when they are removed while another one moves', async () => {
    const storage = new MemoryStorage();
    const store = givenStore({ storage });
    const [moved, removed] = [await written(store, 3), await written(store, 2)];
    for (const set of [moved, removed]) await set[Symbol.asyncDispose]();
    const removing: Promise<void>[] = [];
    storage.beforePut = () => void (removing.length === 0 && removing.push(store.remove(removed.info.id)));
    expect(await store.relieve()).toBe(moved.info.bytes);
    await Promise.all(removing);
    expect((await store.list()).map(({ id, kind }) => [id, kind])).toEqual([[moved.info.id, 'parquet']]);
    expect([...storage.objects.keys()].filter((path) => path.startsWith(removed.info.id))).toEqual([]);
  });

  it('are removed from wherever they are when their move has ended', async () => {
    const storage = new MemoryStorage();
    const store = givenStore({ storage });
    const set = await written(store, 3);
    await set[Symbol.asyncDispose]();
    const removing: Promise<void>[] = [];
    storage.beforePut = () => void (removing.length === 0 && removing.push(store.remove(set.info.id)));
    await store.relieve();
    await Promise.all(removing);
    expect([...storage.objects.keys()]).toEqual([]);
  });

  it('move no further once the store is closed, and what has begun to move is whole', async () => {
    const storage = new MemoryStorage();
    const store = givenStore({ storage });
    for (const set of [await written(store, 3), await written(store, 2)]) await set[Symbol.asyncDispose]();
    const closing: Promise<void>[] = [];
    storage.beforePut = () => void (closing.length === 0 && closing.push(store.close()));
    expect(await store.relieve()).toBeGreaterThan(0);
    await Promise.all(closing);
    expect(await givenStore({ storage }).list()).toMatchObject([{ status: 'complete', subjects: 3 }]);
    expect([...storage.objects.keys()].filter((path) => path.includes('.leases'))).toEqual([]);
  });

  it('are refused before any work where memory will not hold them', async () => {
    const expected = { subjects: 1, rows: 1e15 };
    const error = await failure(() => givenStore().create('huge', { schema: visits, kind: 'memory', expected }));
    expect(error.code).toBe('NO_ROOM');
    expect(error.message).toContain("kind: 'parquet'");
  });
});

describe('a set that was not completed', () => {
  it('is readable as partial, and resumed to the same bytes as an undisturbed one', async () => {
    const store = givenStore();
    const id = await partial(store);
    {
      await using set = await store.open(id);
      expect(set.info).toMatchObject({ status: 'partial', subjects: 6 });
      expect(await read(set)).toEqual([...givenRows(6)]);
    }
    await using writer = await store.resume(id);
    expect(writer.resumedAfter).toBe(5);
    await writer.write(givenRows(10, 6));
    await writer.complete();
    await using whole = await written(store, 10);
    expect(filesOf(store, id)).toEqual(filesOf(store, whole.info.id));
    expect((await failure(() => store.resume(id))).code).toBe('SET_COMPLETE');
  });

  it('is read as it was when it was opened, although it grows', async () => {
    const store = givenStore();
    await using writer = await store.create('trial', { schema: visits, kind: 'parquet' });
    await writer.write(givenRows(7));
    await writer.write(givenRows(8, 7)); // resolves when there is room, so at least one chunk is committed
    await using set = await store.open(writer.id);
    await writer.write(givenRows(20, 8));
    await writer.complete();
    expect(await read(set)).toHaveLength(set.info.rows);
    expect((await set.summary()).get('time')!.count).toBe(set.info.rows);
  });

  it.each([[[]], [['arm']], [['visit']]])(
    'whose summaries are damaged is readable still, and they are counted anew: by folders of %j',
    async (partitionBy) => {
      const { store, warnings } = givenWatchedStore();
      await using whole = await written(store, 9, { partitionBy });
      await using set = await written(store, 9, { partitionBy });
      writeFileSync(join(store.storage.root, set.info.id, 'summary-00002.json'), '{"whole":');
      for (const column of ['time', 'level']) {
        expectAlike((await set.summary()).get(column)!, (await whole.summary()).get(column)!);
      }
      const nulls = new Map(
        Array.from(await set.summaryBy('visit'), ([visit, of]) => [visit, of.get('level')!.nulls] as const),
      );
      expect(nulls).toEqual(new Map([[0, 0], [1, 0], [2, 9]])); // prettier-ignore
      expect(await read(set)).toHaveLength(27);
      expect(warnings).toEqual([expect.stringMatching(/^The summaries of set '.*' are damaged and are counted anew/)]);
    },
  );

  it('counts damaged summaries anew before it is complete, too', async () => {
    const { store, warnings } = givenWatchedStore();
    const id = await partial(store);
    writeFileSync(join(store.storage.root, id, 'summary-00001.json'), 'damaged');
    await using set = await store.open(id);
    expect(warnings).toEqual([]);
    expect(await read(set)).toEqual([...givenRows(6)]);
    for (let tries = 0; tries < 2; tries++) expect((await set.summary()).get('time')!.count).toBe(18);
    expect(warnings).toHaveLength(1);
  });

  it('whose summaries are damaged is gone on with, and has the summaries of an undisturbed one', async () => {
    const { store, warnings } = givenWatchedStore();
    const id = await partial(store);
    rmSync(join(store.storage.root, id, 'summary-00001.json'));
    await using writer = await store.resume(id);
    await writer.write(givenRows(12, 6));
    await writer.complete();
    await using resumed = await store.open(id);
    await using undisturbed = await written(store, 12);
    expect(await resumed.summary()).toEqual(await undisturbed.summary());
    expect(await resumed.summaryBy('visit')).toEqual(await undisturbed.summaryBy('visit'));
    expect(warnings).toEqual([expect.stringContaining('no file summary-00001.json')]);
  });

  it('of which a file is damaged besides its summaries has none', async () => {
    const store = givenStore();
    await using set = await written(store, 9);
    writeFileSync(join(store.storage.root, set.info.id, 'summary-00002.json'), 'damaged');
    truncateSync(join(store.storage.root, set.info.id, 'part-00001.parquet'), 100);
    const error = await failure(() => set.summary());
    expect([error.code, error.problem.subject]).toEqual(['SET_DAMAGED', expect.stringContaining('part-00001.parquet')]);
  });

  it('cannot be written twice at once', async () => {
    const store = givenStore();
    await using writer = await store.create('trial', { schema: visits, kind: 'parquet' });
    expect((await failure(() => store.resume(writer.id))).code).toBe('SET_IN_USE');
    expect((await store.list())[0]).toMatchObject({ status: 'writing' });
    expect(await store.cleanUp({ maxSets: 0 })).toEqual([]);
  });

  it('refuses subjects that are committed', async () => {
    const store = givenStore();
    await using writer = await store.resume(await partial(store));
    expect((await failure(() => writer.write(givenRows(6, 5)))).code).toBe('SUBJECT_ORDER');
  });

  it('ends with the signal, and keeps what is committed', async () => {
    const store = givenStore();
    const cancel = new AbortController();
    await using writer = await store.create('trial', { schema: visits, kind: 'parquet', signal: cancel.signal });
    await writer.write(givenRows(7));
    cancel.abort(new Error('no longer wanted'));
    const error = await failure(() => writer.write(givenRows(9, 8)));
    expect(error.code).toBe('WRITE_ABORTED');
    expect((error.cause as Error).message).toBe('no longer wanted');
    await writer[Symbol.asyncDispose]();
    expect(await store.list()).toMatchObject([{ status: 'partial' }]);
    await store.remove(writer.id);
  });
});

describe('a writer', () => {
  it('says how far it is', async () => {
    const steps: WriteProgress[] = [];
    await using set = await written(givenStore(), 10, {
      expected: { subjects: 10 },
      onProgress: (progress) => steps.push(progress),
    });
    expect(set.info.subjects).toBe(10);
    expect(steps.map(({ subjects }) => subjects)).toEqual([4, 7, 10, 10]);
    expect(steps.every(({ etaMs, kind }) => kind === 'parquet' && etaMs! >= 0)).toBe(true);
    expect(steps.at(-1)).toMatchObject({ rows: 30, etaMs: 0 });
  });

  it('goes on after a row that does not fit', async () => {
    await using writer = await givenStore().create('trial', { schema: visits });
    const error = await failure(() => writer.write([...givenRows(1), { patient: 'x' }]));
    expect(error.message).toContain("row 3, column 'patient'");
    await writer.write(givenRows(2, 1));
    expect((await writer.complete()).subjects).toBe(2);
    expect((await failure(() => writer.write([]))).code).toBe('WRITER_CLOSED');
  });

  it('takes rows that come by and by', async () => {
    const store = givenStore();
    await using writer = await store.create('trial', { schema: visits });
    await writer.write(
      (async function* () {
        yield* givenRows(6);
      })(),
    );
    expect((await writer.complete()).rows).toBe(18);
  });

  it('is one of a few', async () => {
    const store = givenStore({ maxWriters: 1 });
    {
      await using writer = await store.create('one', { schema: visits });
      expect((await failure(() => store.create('two', { schema: visits }))).code).toBe('TOO_MANY_WRITERS');
      expect(writer.kind).toBe('memory');
    }
    await using writer = await store.create('two', { schema: visits });
    expect(writer.kind).toBe('memory');
  });
});

describe('a partitioned set', () => {
  it('lies in folders as Hive names them, and is read whole', async () => {
    const store = givenStore();
    await using set = await written(store, 6, { partitionBy: ['arm'], kind: 'parquet' });
    expect(Object.keys(filesOf(store, set.info.id))).toEqual([
      'arm=a/part-00000.parquet',
      'arm=a/part-00001.parquet',
      'arm=b/part-00000.parquet',
      'arm=b/part-00001.parquet',
    ]);
    const rows = await read(set);
    const key = ({ patient, visit }: Row): number => Number(patient) * 10 + Number(visit);
    expect(rows.toSorted((one, other) => key(one) - key(other))).toEqual([...givenRows(6)]);
    expect(await set.subject(3)).toEqual([...givenRows(4, 3)]);
    expect(await set.explain({ where: { arm: 'b' } })).toMatchObject({ files: 4, filesRead: 2 });
  });

  it('is not parted by its subject or by a number with fractions', async () => {
    for (const column of ['patient', 'time', 'nothing']) {
      const error = await failure(() => givenStore().create('a', { schema: visits, partitionBy: [column] }));
      expect(error.code).toBe('INVALID_SCHEMA');
    }
  });
});

describe('a store in a storage that has no folders', () => {
  const given = (storage: MemoryStorage) => givenStore({ storage, directory: undefined });

  it('writes, resumes, reads, lists and removes as in a directory', async () => {
    const storage = new MemoryStorage();
    const store = given(storage);
    const id = await partial(store);
    await using writer = await store.resume(id);
    await writer.write(givenRows(10, 6));
    await writer.complete();
    const set = await store.open(id);
    expect(await read(set)).toEqual([...givenRows(10)]);
    expect((await set.summary()).get('level')!.count).toBe(20);
    expect((await failure(() => store.remove(id))).code).toBe('SET_IN_USE');
    await set[Symbol.asyncDispose]();
    await store.remove(id);
    expect([...storage.objects.keys()]).toEqual([]);
  });

  it('lists nothing as complete that could not be put whole', async () => {
    const storage = new MemoryStorage();
    const store = given(storage);
    storage.beforePut = (path) => {
      if (path.endsWith('part-00002.parquet')) throw Object.assign(new Error('quota'), { code: 'EDQUOT' });
    };
    await using writer = await store.create('trial', { schema: visits, kind: 'parquet' });
    const error = await failure(async () => {
      await writer.write(givenRows(9));
      await writer.complete();
    });
    expect(error.code).toBe('NO_ROOM');
    await writer[Symbol.asyncDispose]();
    expect(await store.list()).toMatchObject([{ status: 'partial', subjects: 6 }]);
    storage.beforePut = () => undefined;
    await using again = await store.resume(writer.id);
    await again.write(givenRows(9, 6));
    expect(await again.complete()).toMatchObject({ status: 'complete', subjects: 9 });
  });

  it('reads where nothing can be written, and says that nobody else knows of it', async () => {
    const storage = new MemoryStorage();
    const lines: string[] = [];
    const log = { log: () => undefined, warn: (line: string) => void lines.push(line) };
    const store = givenStore({ storage, log });
    const id = await partial(store);
    storage.beforePut = () => {
      throw Object.assign(new Error('read-only'), { code: 'EROFS' });
    };
    await using set = await store.open(id);
    expect(await read(set)).toEqual([...givenRows(6)]);
    expect(lines[0]).toContain('without a lease');
    expect((await failure(() => store.resume(id))).code).toBe('WRITE_FAILED');
  });

  it('is told of users that have died on other machines, whose leases would hold for ever', async () => {
    const storage = new MemoryStorage();
    const store = given(storage);
    const id = await partial(store);
    await storage.put(`${id}/.leases/writer-1-1-${randomUUID()}@replaced`, new Uint8Array());
    const error = await failure(() => store.resume(id));
    expect([error.code, error.problem.remedy]).toEqual(['SET_IN_USE', expect.stringContaining('breakLeases')]);
    await using reader = await store.open(id);
    expect(reader.info.status).toBe('writing');
    expect(await store.breakLeases(id)).toBe(1);
    expect((await store.describe(id)).status).toBe('partial');
    expect((await failure(() => store.remove(id))).code).toBe('SET_IN_USE'); // the reader's own lease has stayed
    await using writer = await store.resume(id);
    expect(writer.resumedAfter).toBe(5);
    expect(await store.breakLeases((await written(store, 1)).info.id)).toBe(0);
    expect((await failure(() => store.breakLeases('none'))).code).toBe('SET_NOT_FOUND');
    expect((await failure(() => store.breakLeases('../x'))).code).toBe('INVALID_NAME');
  });

  it('clears away what a removal that was cut short has left, but nothing that is being made', async () => {
    const storage = new MemoryStorage();
    const store = given(storage);
    await using writer = await store.create('trial', { schema: visits, kind: 'parquet' });
    const left = `trial-${Date.now().toString(36)}-0123abcd`;
    await storage.put(`${left}/part-00000.parquet`, new Uint8Array(9));
    await storage.put(`${left}/arm=a/sex=f/part-00000.parquet`, new Uint8Array(9));
    await storage.put(`${left}/arm=a/part-00001.parquet.${randomUUID()}.tmp`, new Uint8Array(9));
    await storage.put(`${left}/summary-00000.json`, new Uint8Array(9));
    await storage.put(`${left}/.leases/writer-999999999-${randomUUID()}@${hostname()}`, new Uint8Array());
    await storage.delete(`${writer.id}/manifest.json`);
    await store.cleanUp({});
    expect(await storage.list('')).toEqual([`${writer.id}/`]);
  });
});

describe('a clean-up', () => {
  const made = 'trial-mwr00000-0123abcd';

  it.each([
    'uploads/2024/contract.pdf',
    'src/main.ts',
    'trial-old/part-00000.parquet',
    `${made}/notes.txt`,
    `${made}/arm=a/notes.txt`,
    `${made}/arm=a/sex=f/notes.txt`,
    `${made}/.leases/notes.txt`,
    `${made}/data/part-00000.parquet`,
    `${made}/part-00000.parquet.tmp`,
  ])('lets %p be, which is not the work of a store', async (path) => {
    const store = givenStore();
    const place = join(store.storage.root, path);
    mkdirSync(dirname(place), { recursive: true });
    const beside = join(store.storage.root, path.split('/')[0]!, 'part-00001.parquet');
    for (const file of [place, beside]) writeFileSync(file, 'precious');
    await store.cleanUp({ maxSets: 0 });
    for (const file of [place, beside]) expect(readFileSync(file, 'utf8')).toBe('precious');
  });
});

describe('a store', () => {
  it.each(['../up', 'a/b', '', '.hidden', 'a\0b', 'x'.repeat(65), undefined])('refuses the name %p', async (name) => {
    expect((await failure(() => givenStore().create(name as string, { schema: visits }))).code).toBe('INVALID_NAME');
    if (name !== 'x'.repeat(65))
      expect((await failure(() => givenStore().open(name as string))).code).toBe('INVALID_NAME');
  });

  it.each([
    { memorySubject: 1 },
    { chunkSubjects: 0 },
    { worker: 1 },
    { limits: { maxAge: 1 } },
    { directory: '' },
    { storage: {} },
  ])('refuses the options %p', async (options) => {
    expect((await failure(() => givenStore(options as never))).code).toMatch(/OPTION/);
  });

  it('refuses what the disk cannot hold before any work', async () => {
    const store = givenStore();
    const error = await failure(() => store.create('huge', { schema: visits, expected: { subjects: 1, rows: 1e15 } }));
    expect(error.code).toBe('NO_ROOM');
    expect(error.message).toMatch(/reduce it to about \d+ rows/);
    expect(await store.list()).toEqual([]);
    expect(await store.estimate(visits, 1_000)).toMatchObject({ rows: 1_000, fitsDisk: true });
  });

  it('says which file is damaged, and reads the rest', async () => {
    const store = givenStore();
    await using set = await written(store, 9);
    truncateSync(join(store.storage.root, set.info.id, 'part-00001.parquet'), 100);
    const error = await failure(() => read(set));
    expect(error.code).toBe('SET_DAMAGED');
    expect(error.message).toContain('part-00001.parquet');
    expect(await set.subject(8)).toEqual([...givenRows(9, 8)]);
  });

  it('lists what it can where a manifest is damaged', async () => {
    const store = givenStore();
    await using one = await written(store, 9);
    await using other = await written(store, 9);
    writeFileSync(join(store.storage.root, one.info.id, 'manifest.json'), '{"version":1,"cut');
    expect((await store.list()).map(({ id }) => id)).toEqual([other.info.id]);
    expect((await failure(() => store.open(one.info.id))).code).toBe('SET_DAMAGED');
  });

  it('says so where its directory cannot be written to', async () => {
    const file = join(givenFolder(), 'file');
    writeFileSync(file, '');
    const store = givenStore({ directory: join(file, 'sets') });
    const error = await failure(() => store.create('a', { schema: visits, kind: 'parquet' }));
    expect(error.code).toBe('WRITE_FAILED');
    expect(error.message).toContain('ENOTDIR');
  });

  it('cleans up the oldest sets that nobody holds, and says so', async () => {
    const lines: string[] = [];
    const log = { log: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    const store = givenStore({ log });
    const held = await written(store, 9);
    for (let set = 0; set < 3; set++) await (await written(store, 9))[Symbol.asyncDispose]();
    lines.length = 0;
    const removed = await store.cleanUp({ maxSets: 1 });
    expect(removed.map(({ cause }) => cause)).toEqual(['count', 'count']);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain(`Kept set '${held.info.id}'`);
    expect((await store.list()).map(({ id }) => id)).toContain(held.info.id);
    await held[Symbol.asyncDispose]();
  });

  it('keeps to its own limits whenever a set is complete', async () => {
    const store = givenStore({ limits: { maxSets: 2 } });
    for (let set = 0; set < 4; set++) await (await written(store, 9))[Symbol.asyncDispose]();
    expect(await store.list()).toHaveLength(2);
  });

  it('ends the writing that is just beginning when it is closed', async () => {
    const storage = new MemoryStorage();
    const store = givenStore({ storage });
    const closing: Promise<void>[] = [];
    storage.beforePut = () => void (closing.length === 0 && closing.push(store.close()));
    const writer = await store.create('trial', { schema: visits, kind: 'parquet' });
    await Promise.all(closing);
    expect((await failure(() => writer.write([]))).code).toBe('WRITER_CLOSED');
    expect(await givenStore({ storage }).list()).toMatchObject([{ status: 'partial' }]);
  });

  it('ends all writing when it is closed', async () => {
    const store = givenStore();
    const writer = await store.create('trial', { schema: visits, kind: 'parquet' });
    await writer.write(givenRows(7));
    await store.close();
    expect((await failure(() => writer.write([]))).code).toBe('WRITER_CLOSED');
    expect((await failure(() => store.create('other', { schema: visits }))).code).toBe('STORE_CLOSED');
    expect((await givenStore({ directory: store.storage.root }).list())[0]).toMatchObject({ status: 'partial' });
  });
});

/** A small store, and what it warns of. */
function givenWatchedStore(): { store: ResultStore; warnings: string[] } {
  const warnings: string[] = [];
  const log = { log: () => undefined, warn: (message: string) => void warnings.push(message) };
  return { store: givenStore({ log }), warnings };
}

/** Summaries of the same numbers, in whatever order they came. */
function expectAlike(one: ColumnSummary, other: ColumnSummary): void {
  const { count, nulls, min, max } = other;
  expect(one).toMatchObject({ count, nulls, min, max });
  expect(one.mean).toBeCloseTo(other.mean, 9);
  expect(one.sd).toBeCloseTo(other.sd, 9);
  expect(one.quantile(0.5)).toBe(other.quantile(0.5));
}

async function partial(store: ResultStore): Promise<string> {
  await using writer = await store.create('trial', { schema: visits, kind: 'parquet' });
  await writer.write(givenRows(8));
  await writer.write(givenRows(9, 8));
  return writer.id;
}

/** The Parquet files of a set and their bytes. */
function filesOf(store: ResultStore, id: string): Record<string, string> {
  const folder = join(store.storage.root, id);
  const names = readdirSync(folder, { recursive: true }) as string[];
  const parquet = names.filter((name) => name.endsWith('.parquet')).toSorted();
  return Object.fromEntries(parquet.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}
