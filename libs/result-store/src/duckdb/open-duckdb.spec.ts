import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { failure, givenFolder, givenRows, givenStore, removeFolders, visits } from '../../test/given-store.js';
import { MemoryStorage } from '../../test/memory-storage.js';
import type { Row } from '../results/column-type.js';
import type { CreateOptions } from '../store/create-options.js';
import type { ResultSet } from '../store/result-set.js';
import type { ResultStoreOptions } from '../store/store-options.js';
import { openDuckDb } from './open-duckdb.js';
import type { ResultDatabase, SqlParameters, SqlRow } from './result-database.js';

afterAll(removeFolders);

async function given(
  rows: Iterable<Row>,
  options: Partial<CreateOptions> = {},
  store: ResultStoreOptions = {},
): Promise<ResultSet> {
  const results = givenStore(store);
  await using writer = await results.create('trial', { schema: visits, kind: 'parquet', ...options });
  await writer.write(rows);
  return results.open((await writer.complete()).id);
}

async function all(database: ResultDatabase, sql: string, parameters?: SqlParameters): Promise<SqlRow[]> {
  const rows: SqlRow[] = [];
  for await (const batch of database.query(sql, parameters)) rows.push(...batch);
  return rows;
}

describe('SQL over a set', () => {
  it('reads its files as they are, value for value', async () => {
    const doubles = [0, -0, Number.NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, -1.5];
    const texts = [
      '',
      'null',
      "it's",
      'ñ\uFEFF😀'.repeat(2_000),
      '\u0000',
      '𝒳\n\t"',
      '%41',
      '__HIVE_DEFAULT_PARTITION__',
    ];
    const rows: Row[] = Array.from({ length: 240 }, (_, index) => ({
      id: index * 3 - 500,
      n: index % 5 ? (index % 2 ? 2 ** 31 - 1 - index : -(2 ** 31) + index) : null,
      big: index % 7 ? (index % 2 ? 2n ** 63n - 1n - BigInt(index) : -(2n ** 63n) + BigInt(index)) : null,
      x: doubles[index % doubles.length]!,
      ok: index % 3 ? index % 2 === 0 : null,
      at: index % 4 ? new Date((index - 200) * 8.64e10 - index) : null,
      text: index % 6 ? texts[index % texts.length]! : null,
      arm: [null, 'a b', 'ü/=?&', '__HIVE_DEFAULT_PARTITION__', '%2F', ''][index % 6]!,
      site: index % 11 ? index % 3 : null,
      blind: index % 2 === 0,
    }));
    const schema = {
      subject: 'id',
      columns: { id: 'int32', n: 'int32?', big: 'int64?', x: 'double', ok: 'boolean?', at: 'timestamp?', text: 'string?', arm: 'string?', site: 'int32?', blind: 'boolean' }, // prettier-ignore
    } as const;
    for (const partitionBy of [[], ['arm'], ['site', 'blind']]) {
      await using set = await given(rows, { schema, partitionBy }, { chunkSubjects: 90, groupSubjects: 9 });
      await using database = await openDuckDb(set);
      const read = await all(database, 'select * from results order by id');
      const differences = read.flatMap((row, index) =>
        Object.entries(rows[index]!)
          .filter(([name, value]) => !Object.is(plain(row[name]), plain(value)))
          .map(([name, value]) => `row ${index}, ${name}: ${shown(value)} is read as ${shown(row[name])}`),
      );
      expect(differences).toEqual([]);
      expect(read).toHaveLength(rows.length);
      expect(Object.keys(read[0]!)).toEqual(Object.keys(schema.columns));
    }
  });

  it('knows a text that begins with a byte order mark, which its binding for Node leaves out of what it answers', async () => {
    const row = { patient: 1, visit: 0, time: 0, level: null, arm: '\uFEFFa' };
    await using set = await given([row]);
    await using database = await openDuckDb(set);
    expect(await all(database, 'select arm from results where arm = chr(65279) || $1', ['a'])).toEqual([{ arm: 'a' }]);
  });

  it('takes values as parameters, by place and by name', async () => {
    await using set = await given(givenRows(9), { partitionBy: ['arm'] });
    await using database = await openDuckDb(set, { memoryLimit: '128MB', threads: 1 });
    const sql = 'select arm, count(*) as n, max(level) as highest from results';
    expect(await all(database, `${sql} where arm = $1 group by arm`, ["b' or 1=1 --"])).toEqual([]);
    expect(
      await all(database, `${sql} where patient < $below and arm = $arm group by arm`, { below: 4, arm: 'b' }),
    ).toEqual([{ arm: 'b', n: 6n, highest: 3.5 }]);
    expect(await all(database, 'select $1 as at', [new Date(86_400_000)])).toEqual([{ at: new Date(86_400_000) }]);
  });

  it('streams what it answers, and ends early', async () => {
    await using set = await given(givenRows(3_000), {}, { chunkSubjects: 1_000 });
    await using database = await openDuckDb(set);
    let batches = 0;
    for await (const batch of database.query('select * from results')) {
      expect(batch.length).toBeLessThan(9_000);
      if (++batches === 2) break;
    }
    expect(batches).toBe(2);
    expect(await all(database, 'select count(*) as n from results')).toEqual([{ n: 9_000n }]);
  });

  it('sees what is committed and nothing else', async () => {
    const store = givenStore();
    await using writer = await store.create('trial', { schema: visits, kind: 'parquet' });
    await writer.write(givenRows(8));
    await writer.write(givenRows(9, 8));
    await writer[Symbol.asyncDispose]();
    await using set = await store.open(writer.id);
    writeFileSync(join(store.storage.root, writer.id, 'part-00099.parquet'), 'left by a crash');
    await using database = await openDuckDb(set);
    expect(await all(database, 'select count(*) as n from results')).toEqual([{ n: 18n }]);
  });

  it.each([
    ['a file of the machine', "select * from read_text('/etc/hostname')"],
    ['another statement', "copy (select 1) to '/tmp/nobody.csv'"],
    ['two statements', 'select 1; drop view results'],
    ['a setting', "set memory_limit = '64GB'"],
    ['an extension', 'install httpfs'],
    ['nonsense', 'selekt'],
    ['an unknown column', 'select levle from results'],
    ['nothing', ''],
  ])('refuses %s', async (_, sql) => {
    await using set = await given(givenRows(3));
    await using database = await openDuckDb(set);
    expect((await failure(() => all(database, sql))).code).toBe('INVALID_QUERY');
    expect(await all(database, 'select count(*) as n from results')).toEqual([{ n: 9n }]);
  });

  it('refuses sets without files, and options that it does not know', async () => {
    await using inMemory = await given(givenRows(2), { kind: 'memory' });
    expect((await failure(() => openDuckDb(inMemory))).message).toContain("kind: 'parquet'");
    await using elsewhere = await given(givenRows(2), {}, { storage: new MemoryStorage() });
    expect((await failure(() => openDuckDb(elsewhere))).message).toContain('memory://bucket');
    await using set = await given(givenRows(2));
    expect((await failure(() => openDuckDb(set, { memory: '1GB' } as never))).code).toBe('UNKNOWN_OPTION');
    expect((await failure(() => openDuckDb(set, { memoryLimit: 'all' }))).code).toBe('INVALID_OPTION');
    expect((await failure(() => openDuckDb(set, { threads: 0 }))).code).toBe('INVALID_OPTION');
  });

  it('is over when it is closed', async () => {
    await using set = await given(givenRows(2));
    const database = await openDuckDb(set);
    await database[Symbol.asyncDispose]();
    expect((await failure(() => all(database, 'select 1'))).message).toContain('closed');
  });

  it.each(['arm=zzz', 'patient=7', 'visit=__HIVE_DEFAULT_PARTITION__', 'filename=x'])(
    'knows partitions by the set, not by the names of folders, within %s too',
    async (folder) => {
      const arms = [
        'NULL',
        'null',
        'Null',
        'a',
        'ab',
        '*',
        'a*',
        '?',
        '[a]',
        '',
        ' ',
        '..',
        '~a',
        "'b'",
        '\\',
        'ü😀',
        null,
      ];
      const schema = {
        subject: 'patient',
        columns: { patient: 'int32', arm: 'string?', filename: 'string?' },
      } as const;
      const rows = arms.map((arm, patient) => ({ patient, arm, filename: 'x' }));
      for (const partitionBy of [['arm'], ['arm', 'filename'], ['filename']]) {
        const directory = join(givenFolder(), folder);
        await using set = await given(rows, { schema, partitionBy }, { directory, chunkSubjects: 100 });
        await using database = await openDuckDb(set);
        expect(await all(database, 'select * from results order by patient')).toEqual(rows);
        expect(await all(database, 'select patient from results where arm = $1', ['a*'])).toEqual([{ patient: 6 }]);
      }
    },
  );

  it('reads no file beside its own where a path looks like a pattern', async () => {
    const folder = givenFolder();
    await using set = await given(givenRows(3), { partitionBy: ['arm'] }, { directory: join(folder, 'a*[b]?') });
    cpSync(join(folder, 'a*[b]?'), join(folder, 'axbx'), { recursive: true });
    await using database = await openDuckDb(set);
    expect(await all(database, 'select count(*) as n from results')).toEqual([{ n: 9n }]);
  });

  it('leaves out the files of other partitions unread', async () => {
    await using set = await given(givenRows(9), { partitionBy: ['arm'] });
    for (const path of set.files) if (path.endsWith('arm=a/part-00002.parquet')) writeFileSync(path, 'damaged');
    await using database = await openDuckDb(set);
    const sql = 'select count(level) as n from results where arm = $1';
    expect(await all(database, sql, ['b'])).toEqual([{ n: 8n }]);
    expect((await failure(() => all(database, sql, ['a']))).code).toBe('INVALID_QUERY');
  });

  it('reads a directory whose name is no plain one', async () => {
    await using set = await given(givenRows(2), {}, { directory: join(givenFolder(), "it's [a] *folder*; drop") });
    await using database = await openDuckDb(set);
    expect(await all(database, 'select count(*) as n from results')).toEqual([{ n: 6n }]);
  });
});

function shown(value: unknown): string {
  return JSON.stringify(String(value)).slice(0, 40);
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value;
}
