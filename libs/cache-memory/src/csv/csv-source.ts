import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { type CsvError, parse, type Parser } from 'csv-parse';
import { CacheMemoryError } from '../engine/errors.js';
import { must } from '../engine/options/option-rules.js';
import type { RecoverySource } from '../sources/recovery-source.js';
import type { SourceReading } from '../sources/source-reading.js';
import { type CsvRow, type CsvSettings, type CsvSourceOptions, readCsvOptions } from './csv-options.js';

interface NumberedRow {
  readonly record: CsvRow;
  readonly info: { readonly lines: number; readonly bytes: number };
}

/** The longest row, in characters: an opening quote that is never closed must not draw the whole file into memory. */
const LONGEST_ROW = 2 ** 20;
/** Errors after which rows may be missing without a trace. */
const LEAVES_DOUBT: ReadonlySet<string> = new Set(['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE']);
const filePath = must<string>('the path of a file', (value) => typeof value === 'string' && value.length > 0);

/**
 * A source of truth in a CSV file (RFC 4180), read as a stream, a row at a time. A bad row is one with too many or too few cells,
 * with quotes in the wrong place, without a key, or one that `map` throws for; it is left out and reported with the line on which it
 * ends, or ends the reading, as `badRows` says. What leaves the rest of the file in doubt ends it always: a file that cannot be read, a
 * missing header or key column, a quote that is never closed, a row of more than a million characters.
 *
 * Throws `UNKNOWN_OPTION` or `INVALID_OPTION` at once, and `SOURCE_FAILED` while it is read.
 */
export function csvSource<K = string, V = CsvRow>(path: string, options: CsvSourceOptions<K, V>): RecoverySource<K, V> {
  filePath(path, 'csv path');
  const settings = readCsvOptions(options);
  return (reading) => readEntries(path, settings, reading);
}

async function* readEntries<K, V>(
  path: string,
  settings: CsvSettings<K, V>,
  reading: SourceReading,
): AsyncGenerator<readonly [K, V]> {
  const refuse = (line: number | undefined, reason: string, cause?: unknown): void => {
    if (settings.badRows === 'stop') throw failure(path, line, reason, cause);
    reading.skip({ line, reason });
  };
  let hasHeader = false;
  const take = (header: readonly string[]): string[] => {
    mustHaveKey(path, header, settings);
    hasHeader = true;
    return [...header];
  };
  const parser = parserOf(settings, settings.columns ? take(settings.columns) : take, refuse);
  let size: number;
  try {
    ({ size } = await stat(path));
    const file = createReadStream(path, { signal: reading.signal });
    pipeline(file, parser, () => {}); // what fails destroys the parser, which then says so below
    for await (const { record, info } of parser as AsyncIterable<NumberedRow>) {
      reading.progress(size === 0 ? 1 : Math.min(1, info.bytes / size));
      const entry = entryOf(record, info.lines, settings, refuse);
      if (entry) yield entry;
    }
    if (!hasHeader) throw failure(path, undefined, 'no header');
  } catch (error) {
    reading.signal.throwIfAborted();
    if (error instanceof CacheMemoryError) throw error;
    const { lines, message } = error as CsvError;
    throw failure(path, lines as number | undefined, message, error);
  } finally {
    parser.destroy();
  }
  reading.progress(1);
}

function parserOf<K, V>(
  { delimiter, encoding }: CsvSettings<K, V>,
  columns: string[] | ((header: string[]) => string[]),
  refuse: (line: number, reason: string, cause: unknown) => void,
): Parser {
  return parse({
    columns,
    delimiter,
    encoding,
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW,
    on_skip: (error) => {
      if (error === undefined) return undefined;
      if (LEAVES_DOUBT.has(error.code)) throw error;
      refuse(error['lines'] as number, error.message, error);
      return undefined;
    },
  });
}

/** An empty table is believed, and so must be the one that was meant. */
function mustHaveKey<K, V>(path: string, header: readonly string[], { keyColumn }: CsvSettings<K, V>): void {
  if (keyColumn === undefined || header.includes(keyColumn)) return;
  throw failure(path, 1, `no column '${keyColumn}', but ${header.join(', ')}`);
}

function entryOf<K, V>(
  row: CsvRow,
  line: number,
  { key: keyOf, map }: CsvSettings<K, V>,
  refuse: (line: number, reason: string, cause?: unknown) => void,
): readonly [K, V] | undefined {
  try {
    const key = keyOf(row, line);
    if (key === undefined || key === '') {
      refuse(line, 'no key');
      return undefined;
    }
    const value = map(row, line);
    return value === undefined ? undefined : [key, value];
  } catch (error) {
    if (error instanceof CacheMemoryError && error.code === 'SOURCE_FAILED') throw error;
    refuse(line, error instanceof Error ? error.message : String(error), error);
    return undefined;
  }
}

function failure(path: string, line: number | undefined, reason: string, cause?: unknown): CacheMemoryError {
  return new CacheMemoryError(
    'SOURCE_FAILED',
    {
      subject: `CSV ${path}`,
      expected: 'a table that can be read',
      found: line === undefined ? reason : `at line ${line}: ${reason}`,
      remedy: 'correct the file',
    },
    { cause },
  );
}
