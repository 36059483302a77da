import { types } from 'node:util';

/** What a column holds: `int64` are bigints, `timestamp` are Dates (milliseconds, UTC). */
export type ColumnType = 'int32' | 'int64' | 'double' | 'boolean' | 'string' | 'timestamp';

/** A value in a row. */
export type Cell = number | bigint | boolean | string | Date | null;

/** A row: one value for each column; a nullable column may be left out. */
export type Row = Readonly<Record<string, Cell | undefined>>;

/** What identifies a subject: the value of the subject column. */
export type Subject = number | bigint | string;

/** What each type expects, in words. */
export const EXPECTED: Readonly<Record<ColumnType, string>> = {
  int32: 'a whole number of 32 bits',
  int64: 'a bigint of 64 bits',
  double: 'a number',
  boolean: 'true or false',
  string: 'a text of well-formed Unicode',
  timestamp: 'a valid Date',
};

/** Whether a value can stand in a column of a type. */
export function fitsType(value: unknown, type: ColumnType): boolean {
  switch (type) {
    case 'int32':
      return typeof value === 'number' && (value | 0) === value && !Object.is(value, -0);
    case 'int64':
      return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
    case 'double':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string' && isWellFormed(value);
    default:
      return types.isDate(value) && !Number.isNaN(value.getTime());
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}
