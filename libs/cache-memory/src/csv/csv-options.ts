import { callable, must, oneOf, type OptionRules, readOptions } from '../engine/options/option-rules.js';

/** The cells of one row, by the name of their column. */
export type CsvRow = Readonly<Record<string, string>>;

/** How a table becomes entries. */
export interface CsvSourceOptions<K, V> {
  /** The column whose cell is the key, or a function that answers the key of a row. */
  readonly key: string | ((row: CsvRow, line: number) => K);
  /** Makes the value of a row. What it throws makes the row a bad one; a row for which it answers `undefined` is no entry, and passed over. */
  readonly map: (row: CsvRow, line: number) => V | undefined;
  /** What separates cells; `,` unless said. */
  readonly delimiter?: string | undefined;
  /** The names of the columns, for a table without a header; its first row unless said. */
  readonly columns?: readonly string[] | undefined;
  /** The file's encoding; `utf8` unless said. */
  readonly encoding?: BufferEncoding | undefined;
  /** Whether a bad row is left out and reported with its line, or ends the reading with `SOURCE_FAILED`; `skip` unless said. */
  readonly badRows?: 'skip' | 'stop' | undefined;
}

/** The options of a table, complete. */
export interface CsvSettings<K, V> {
  readonly key: (row: CsvRow, line: number) => K;
  readonly map: (row: CsvRow, line: number) => V | undefined;
  readonly keyColumn: string | undefined;
  readonly delimiter: string;
  readonly columns: readonly string[] | undefined;
  readonly encoding: BufferEncoding;
  readonly badRows: 'skip' | 'stop';
}

const text = must<string>('a text', (value) => typeof value === 'string' && value.length > 0);
const RULES = {
  key: must<string | ((row: CsvRow, line: number) => unknown)>(
    'the name of a column, or a function of a row',
    (value) => typeof value === 'function' || (typeof value === 'string' && value.length > 0),
  ),
  map: callable<(row: CsvRow, line: number) => unknown>('a function that makes the value of a row'),
  delimiter: text,
  columns: must<readonly string[]>(
    'a list of names, each one once',
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((name) => typeof name === 'string' && name.length > 0) &&
      new Set(value).size === value.length,
  ),
  encoding: must<BufferEncoding>('an encoding that Node knows', (value) => Buffer.isEncoding(value as string)),
  badRows: oneOf<'skip' | 'stop'>(['skip', 'stop']),
} satisfies OptionRules;

/** Reads the options of a table. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readCsvOptions<K, V>(options: CsvSourceOptions<K, V>): CsvSettings<K, V> {
  const read = readOptions(options, RULES, 'csv options');
  const key = RULES.key(read.key, 'csv options.key') as CsvSourceOptions<K, V>['key'];
  return Object.freeze({
    key: typeof key === 'string' ? (row: CsvRow) => row[key] as K : key,
    map: RULES.map(read.map, 'csv options.map') as CsvSourceOptions<K, V>['map'],
    keyColumn: typeof key === 'string' ? key : undefined,
    delimiter: read.delimiter ?? ',',
    columns: read.columns,
    encoding: read.encoding ?? 'utf8',
    badRows: read.badRows ?? 'skip',
  });
}
