import type { ColumnType } from './column-type.js';
import { describeCell } from './describe-cell.js';
import { ResultStoreError } from './errors.js';

/** What the columns of a set hold. */
export interface SchemaOptions {
  /** The column that says whose row it is: `int32`, `int64` or `string`. Rows arrive in ascending order of it. */
  readonly subject: string;
  /** The type of each column; a question mark allows `null`, as in `'double?'`. */
  readonly columns: Readonly<Record<string, ColumnType | `${ColumnType}?`>>;
  /** Columns for whose every value summaries are kept as well, such as `['visit']`; none unless said. */
  readonly groupBy?: readonly string[] | undefined;
}

/** A column of a set. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNullable: boolean;
}

/** A schema that has been checked. */
export interface Schema {
  readonly subject: string;
  readonly columns: readonly Column[];
  readonly groupBy: readonly string[];
}

const TYPES: readonly string[] = ['int32', 'int64', 'double', 'boolean', 'string', 'timestamp'];
const SUBJECT_TYPES: readonly string[] = ['int32', 'int64', 'string'];
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Checks a schema. Throws `INVALID_SCHEMA` that names the column concerned. */
export function defineSchema(options: SchemaOptions): Schema {
  const entries = Object.entries(options?.columns ?? {});
  if (entries.length === 0) {
    throw invalid('schema.columns', 'at least one column', 'none', "write { columns: { patient: 'int32', ... } }");
  }
  const columns = entries.map(([name, type]) => readColumn(name, type));
  const subject = columns.find(({ name }) => name === options.subject);
  if (!subject || !SUBJECT_TYPES.includes(subject.type) || subject.isNullable) {
    throw invalid(
      'schema.subject',
      `the name of a column of type ${SUBJECT_TYPES.join(', ')} without null`,
      subject
        ? `'${subject.name}' of type ${subject.type}${subject.isNullable ? '?' : ''}`
        : describeCell(options.subject),
      'name the column that says whose row it is',
    );
  }
  const groupBy = [...new Set(options.groupBy)];
  for (const name of groupBy) requireColumn(columns, name, 'schema.groupBy', 'INVALID_SCHEMA');
  return { subject: subject.name, columns, groupBy };
}

/** The column of a name. Throws `code` where there is none. */
export function requireColumn(
  columns: readonly Column[],
  name: string,
  asker: string,
  code: 'INVALID_SCHEMA' | 'INVALID_QUERY',
): Column {
  const column = columns.find((each) => each.name === name);
  if (column) return column;
  throw new ResultStoreError(code, {
    subject: asker,
    expected: `a column among ${columns.map((each) => each.name).join(', ')}`,
    found: describeCell(name),
    remedy: 'correct the name',
  });
}

function readColumn(name: string, written: string): Column {
  if (!NAME.test(name) || name === '__proto__') {
    throw invalid(
      'schema.columns',
      'names of letters, digits and underscores that begin with no digit, 100 characters at the most, and not __proto__',
      describeCell(name),
      'rename the column',
    );
  }
  const isNullable = typeof written === 'string' && written.endsWith('?');
  const type = isNullable ? written.slice(0, -1) : written;
  if (TYPES.includes(type)) return { name, type: type as ColumnType, isNullable };
  throw invalid(
    `schema.columns.${name}`,
    `one of ${TYPES.join(', ')}, with a question mark where null is allowed`,
    describeCell(written),
    'correct the type',
  );
}

function invalid(subject: string, expected: string, found: string, remedy: string): ResultStoreError {
  return new ResultStoreError('INVALID_SCHEMA', { subject, expected, found, remedy });
}
