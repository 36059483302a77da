import { describeCell } from '../results/describe-cell.js';
import { ResultStoreError } from '../results/errors.js';
import type { Metadata } from '../results/manifest.js';
import { requireColumn, type Schema, type SchemaOptions } from '../results/schema.js';
import type { WriteProgress } from './write-progress.js';

/** How many subjects and rows are to come. */
export interface Expected {
  readonly subjects: number;
  /** Rows in all; as many as subjects unless said. */
  readonly rows?: number | undefined;
}

/** What is said while a set is written. */
export interface WriteOptions {
  /** How much is to come: what does not fit is refused before any work, and progress can say when it ends. */
  readonly expected?: Expected | undefined;
  /** Ends the writing; the chunks committed before stay. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each chunk. */
  readonly onProgress?: ((progress: WriteProgress) => void) | undefined;
}

/** How a set is made. */
export interface CreateOptions extends WriteOptions {
  readonly schema: SchemaOptions;
  /** Columns of few values (`string`, `int32`, `boolean`) by which files are laid in folders, as Hive does; none unless said. */
  readonly partitionBy?: readonly string[] | undefined;
  /** To find the set by; nothing unless said. */
  readonly metadata?: Metadata | undefined;
  /** Where the set goes: `auto` unless said, which is memory while it is small and there is room, and disk otherwise. */
  readonly kind?: 'auto' | 'memory' | 'parquet' | undefined;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const PARTITION_TYPES: readonly string[] = ['string', 'int32', 'boolean'];

/** Throws `INVALID_NAME` for anything that is no plain name of a set. */
export function requireName(name: unknown): void {
  if (typeof name === 'string' && NAME.test(name)) return;
  throw invalidName('the name of a set', 'up to 64 letters, digits, - and _', name);
}

/** Throws `INVALID_NAME` for anything that cannot be the id of a set. */
export function requireId(id: unknown): void {
  if (typeof id === 'string' && ID.test(id)) return;
  throw invalidName('the id of a set', 'an id that `create` or `list` has given', id);
}

/** Checks the columns of a partition. Throws `INVALID_SCHEMA`. */
export function requirePartition(schema: Schema, partitionBy: readonly string[]): readonly string[] {
  for (const name of partitionBy) {
    const { type } = requireColumn(schema.columns, name, 'partitionBy', 'INVALID_SCHEMA');
    if (name !== schema.subject && PARTITION_TYPES.includes(type)) continue;
    throw new ResultStoreError('INVALID_SCHEMA', {
      subject: `partitionBy '${name}'`,
      expected: `a column of type ${PARTITION_TYPES.join(', ')} other than the subject`,
      found: name === schema.subject ? 'the subject' : type,
      remedy: 'partition by a column of few values',
    });
  }
  return [...new Set(partitionBy)];
}

/** Checks what a set is to be found by. Throws `INVALID_OPTION`. */
export function requireMetadata(metadata: Metadata): Metadata {
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) continue;
    throw new ResultStoreError('INVALID_OPTION', {
      subject: `metadata.${name}`,
      expected: 'a text, a finite number, true or false',
      found: describeCell(value),
      remedy: 'say it in such values',
    });
  }
  return { ...metadata };
}

function invalidName(subject: string, expected: string, name: unknown): ResultStoreError {
  const found = describeCell(name);
  return new ResultStoreError('INVALID_NAME', { subject, expected, found, remedy: 'choose such a name' });
}
