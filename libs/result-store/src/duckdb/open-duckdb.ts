import { ResultStoreError } from '../results/errors.js';
import type { ColumnType } from '../results/column-type.js';
import type { ResultSet } from '../store/result-set.js';
import { type DuckDbOptions, duckDbSettings } from './duckdb-options.js';
import { loadDuckDb } from './load-duckdb.js';
import { DuckDbDatabase } from './duckdb-database.js';
import type { ResultDatabase } from './result-database.js';

const TYPES: Readonly<Record<ColumnType, string>> = {
  int32: 'INTEGER',
  int64: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP',
};
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
  const database = new DuckDbDatabase(duckDb, instance, set.info.id, set.files);
  try {
    await database.prepare([
      viewOf(set),
      `SET allowed_paths = getvariable('files')`,
      'SET enable_external_access = false',
      'SET lock_configuration = true',
    ]);
    return database;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** The statement for the table; names of columns are letters, digits and underscores by the schema's own rule. */
function viewOf({ info: { schema }, partitionBy }: ResultSet): string {
  const typed = schema.columns.filter(({ name }) => partitionBy.includes(name));
  const hive =
    typed.length === 0
      ? 'hive_partitioning = false'
      : `hive_partitioning = true, hive_types = {${typed.map(({ name, type }) => `'${name}': ${TYPES[type]}`).join(', ')}}`;
  const columns = schema.columns.map(({ name }) => `"${name}"`).join(', ');
  return `CREATE VIEW results AS SELECT ${columns} FROM read_parquet(getvariable('files'), ${hive})`;
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
