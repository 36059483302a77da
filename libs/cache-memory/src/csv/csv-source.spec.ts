import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSource } from '../sources/read-source.js';
import { type CsvSourceOptions } from './csv-options.js';
import { csvSource } from './csv-source.js';

interface Drug {
  readonly name: string;
  readonly dose: number;
}

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'csv-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const drug = (row: Readonly<Record<string, string>>): Drug => {
  const dose = Number(row['dose']);
  if (Number.isNaN(dose)) throw new Error(`'${row['dose']}' is no dose`);
  return { name: row['name']!, dose };
};
const readTable = async (table: string | Buffer, options: Partial<CsvSourceOptions<string, Drug>> = {}, read = {}) => {
  const path = join(folder, 'table.csv');
  writeFileSync(path, table);
  const entries: (readonly [string, Drug])[] = [];
  const source = csvSource<string, Drug>(path, { key: 'id', map: drug, ...options });
  const tally = await readSource('drugs', source, read, (pairs) => void entries.push(...pairs));
  return { ...tally, given: Object.fromEntries(entries), keys: entries.map(([key]) => key) };
};

describe('csvSource', () => {
  it('gives an entry for each row', async () => {
    const { given, entries, skipped } = await readTable(
      '\uFEFFid,name,dose\na,Aspirin,100\r\nb,"Bisoprolol, slow\nrelease",5\n\n',
    );
    expect(given).toEqual({ a: { name: 'Aspirin', dose: 100 }, b: { name: 'Bisoprolol, slow\nrelease', dose: 5 } });
    expect([entries, skipped]).toEqual([2, 0]);
  });

  it('takes every kind of line end, also in one table', async () => {
    const { given } = await readTable('id,dose,name\na,1,A\r\nb,2,"B"\r\nc,3,C\rd,4,D\n');
    expect(Object.values(given).map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D']);
  });

  it('reports bad rows by their line and goes on', async () => {
    const { keys, problems } = await readTable('id,name,dose\na,A,1\nb,B\nc,C,much\n,D,4\ne,x"y,5\nf,F,6\n');
    expect(keys).toEqual(['a', 'f']);
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
    expect(problems[1]).toEqual({ line: 4, reason: "'much' is no dose" });
  });

  it.each([
    ['a cell too few', 'a,A,1\nb,B\nc,C,3\n', /line 3/],
    ['a value that map refuses', 'a,A,1\nb,B,much\n', /line 3: 'much' is no dose/],
    ['no key', 'a,A,1\n,B,2\n', /line 3: no key/],
  ])('stops at %s where it is told to', async (_, rows, message) => {
    await expect(readTable(`id,name,dose\n${rows}`, { badRows: 'stop' })).rejects.toThrow(message);
    await expect(readTable(`id,name,dose\n${rows}`, { badRows: 'stop' })).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
    });
  });

  it.each([
    ['a quote that is never closed', 'id,name,dose\na,A,1\nb,"B,2\nc,C,3\n', /Quote Not Closed/],
    ['a column that is not there', 'code,name,dose\na,A,1\n', /no column 'id', but code, name, dose/],
    ['a column that is not there in a table without rows', 'code,name,dose\n', /no column 'id', but code, name, dose/],
    ['a file without a header', '', /found no header/],
    ['a file of empty lines', '\n\n', /found no header/],
    ['a row without an end', `id,name,dose\na,"${'x'.repeat(2 ** 21)}`, /Max Record Size/],
  ])('always stops at %s', async (_, table, message) => {
    await expect(readTable(table)).rejects.toThrow(message);
  });

  it('says which file it cannot read', async () => {
    const missing = csvSource(join(folder, 'missing.csv'), { key: 'id', map: (row) => row });
    await expect(readSource('a', missing, {}, () => {})).rejects.toThrow(/missing\.csv.*ENOENT/);
  });

  it('believes a table that is empty but for its header, or whose columns are named', async () => {
    expect(await readTable('id,name,dose\n')).toMatchObject({ entries: 0, problems: [] });
    expect(await readTable('', { columns: ['id', 'name', 'dose'] })).toMatchObject({ entries: 0, problems: [] });
  });

  it('takes other separators, names for columns, and keys and values from functions', async () => {
    const { given } = await readTable('1;x;2\n2;y;skip\n', {
      delimiter: ';',
      columns: ['id', 'name', 'dose'],
      key: (row, line) => `${row['name']}${line}`,
      map: (row) => (row['dose'] === 'skip' ? undefined : drug(row)),
    });
    expect(given).toEqual({ x1: { name: 'x', dose: 2 } });
  });

  it('decodes the encoding that it is told', async () => {
    const { given } = await readTable(Buffer.from('id,name,dose\na,Übelkeit,1\n', 'latin1'), { encoding: 'latin1' });
    expect(given['a']).toEqual({ name: 'Übelkeit', dose: 1 });
  });

  it('shows how much of the file it has read', async () => {
    const shares: (number | undefined)[] = [];
    const rows = Array.from({ length: 2_000 }, (_, each) => `${each},N,1\n`).join('');
    await readTable(`id,name,dose\n${rows}`, {}, { onProgress: ({ share }: { share?: number }) => shares.push(share) });
    expect(shares).toHaveLength(5);
    expect(shares).toEqual([...shares].sort((a, b) => a! - b!));
    expect(shares[0]).toBeCloseTo(0.25, 1);
    expect(shares.at(-1)).toBe(1);
  });

  it('reads the file anew each time', async () => {
    const path = join(folder, 'again.csv');
    const source = csvSource(path, { key: 'id', map: (row) => row['n'] });
    const read: unknown[] = [];
    for (const n of [1, 2]) {
      writeFileSync(path, `id,n\na,${n}\n`);
      await readSource('a', source, {}, (pairs) => void read.push(...pairs));
    }
    expect(read).toEqual([
      ['a', '1'],
      ['a', '2'],
    ]);
  });

  it('stops reading when it is aborted', async () => {
    const controller = new AbortController();
    const rows = Array.from({ length: 5_000 }, (_, each) => `${each},N,1\n`).join('');
    const reading = readTable(
      `id,name,dose\n${rows}`,
      {},
      { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) },
    );
    await expect(reading).rejects.toThrow('enough');
  });

  it.each([
    ['no key', { map: drug }, 'INVALID_OPTION'],
    ['no map', { key: 'id' }, 'INVALID_OPTION'],
    ['an unknown option', { key: 'id', map: drug, badRow: 'skip' }, 'UNKNOWN_OPTION'],
    ['an unknown encoding', { key: 'id', map: drug, encoding: 'utf9' }, 'INVALID_OPTION'],
    ['a column that is named twice', { key: 'id', map: drug, columns: ['a', 'a'] }, 'INVALID_OPTION'],
  ])('refuses %s at once', (_, options, code) => {
    expect(() => csvSource('a.csv', options as never)).toThrow(expect.objectContaining({ code }));
  });
});
