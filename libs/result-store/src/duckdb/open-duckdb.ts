import { ResultStoreError } from '../results/errors.js';
import type { ColumnType } from '../results/column-type.js';
import type { ResultSet } from '../store/result-set.js';
import { type DuckDbOptions, duckDbSettings } from './duckdb-options.js';
import { loadDuckDb } from './load-duckdb.js';
import { DuckDbDatabase, type DuckDbVariable } from './duckdb-database.js';
import type { ResultDatabase } from './result-database.js';

const TYPES: Readonly<Record<ColumnType, string>> = {
  int32: 'INTEGER',
  int64: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP',
};
/** What DuckDB takes for a pattern in a path; in brackets it stands for itself. */
const WILD = /[*?[]/g;
const URL_ROOT = /^[a-z][a-z0-9+.-]+:\/\//i;

/**
 * A set on disk as the table `results` of a database of its own, over the same files: those that the set names, and no others.
 * Queries can neither write, nor read any other file, nor change a setting. The set has to stay open as long. Throws `DUCKDB_MISSING`,
 * `INVALID_OPTION`, `UNKNOWN_OPTION`, and `INVALID_QUERY` for a set in memory or one that is empty or in no directory.
 */
export async function openDuckDb(set: ResultSet, options: DuckDbOptions = {}): Promise<ResultDatabase> {
  const settings = duckDbSettings(options);
  requireFiles(set);
  const duckDb = await loadDuckDb();
  const instance = await duckDb.DuckDBInstance.create(':memory:', settings);
  const database = new DuckDbDatabase(duckDb, instance, set.info.id, variablesOf(set));
  try {
    await database.prepare([
      viewOf(set),
      `SET allowed_paths = list_concat(getvariable('files'), getvariable('patterns'))`,
      'SET enable_external_access = false',
      'SET lock_configuration = true',
    ]);
    return database;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** Values that the view reads: files, as they are and as patterns that match nothing else, and what their folders stand for. */
function variablesOf({ files, info: { schema }, partitionBy, partitions }: ResultSet): DuckDbVariable[] {
  const types = Object.fromEntries(
    schema.columns.filter(({ name }) => partitionBy.includes(name)).map(({ name, type }) => [name, TYPES[type]]),
  );
  const listed: DuckDbVariable[] = [
    { name: 'files', type: ['VARCHAR'], value: files },
    { name: 'patterns', type: ['VARCHAR'], value: files.map((path) => path.replace(WILD, '[$&]')) },
  ];
  if (partitionBy.length === 0) return listed;
  return [
    ...listed,
    { name: 'folders', type: ['VARCHAR'], value: [...partitions.keys()] },
    { name: 'partitions', type: [types], value: [...partitions.values()] },
  ];
}

/**
 * The statement for the table; names of columns are letters, digits and underscores by the schema's own rule. What folders stand for
 * comes from the set, not from their names, of which DuckDB reads `NULL` as null, and any above the store too.
 */
function viewOf({ info: { schema }, partitionBy }: ResultSet): string {
  const isTaken = schema.columns.some(({ name }) => name.toLowerCase() === 'filename');
  const path = isTaken ? 'path of the file' : 'filename'; // by the name of its own, DuckDB leaves out files unread
  const columns = schema.columns.map(({ name }) =>
    partitionBy.includes(name)
      ? `map(getvariable('folders'), getvariable('partitions'))[parse_dirpath("${path}")]['${name}'] AS "${name}"`
      : `"${name}"`,
  );
  const withPath = partitionBy.length === 0 ? '' : `, filename = ${isTaken ? `'${path}'` : 'true'}`;
  return `CREATE VIEW results AS SELECT ${columns.join(', ')} FROM read_parquet(getvariable('patterns'), hive_partitioning = false${withPath})`;
}

function requireFiles({ info: { id, kind }, files }: ResultSet): void {
  if (files.length > 0 && !URL_ROOT.test(files[0]!)) return;
  const found = files.length > 0 ? files[0]! : kind === 'memory' ? 'one in memory' : 'one without a row';
  throw new ResultStoreError('INVALID_QUERY', {
    subject: `SQL over set '${id}'`,
    expected: 'a set in files of this machine',
    found,
    remedy: kind === 'memory' ? "create it with kind: 'parquet', or read its rows" : 'read its rows instead',
  });
}
