import type { Cell, ColumnType, Subject } from './column-type.js';

/**
 * The values of a column as they are kept in memory and handed to the worker; `nulls` has a 1 where there is none. Of texts, `values`
 * says which of the different `texts` it is: so much less is copied from thread to thread.
 */
export interface ColumnData {
  readonly type: ColumnType;
  readonly values: Int32Array | Float64Array | BigInt64Array | Uint8Array | Uint32Array;
  readonly texts: readonly string[] | undefined;
  readonly nulls: Uint8Array | undefined;
}

/** Values of a column as they are read. */
export type Cells = ArrayLike<Cell>;

/** The cells of a part of a column, without a copy where numbers can be read in place. */
export function cellsOf(data: ColumnData, start: number, end: number): Cells {
  const { type, values, nulls } = data;
  if (!nulls && (type === 'int32' || type === 'double' || type === 'int64')) {
    return (values as Float64Array).subarray(start, end);
  }
  return Array.from({ length: end - start }, (_, index) => cellAt(data, start + index));
}

/** One value of a column. */
export function cellAt({ type, values, texts, nulls }: ColumnData, index: number): Cell {
  if (nulls?.[index] === 1) return null;
  const value = values[index]!;
  if (texts) return texts[value as number]!;
  if (type === 'boolean') return value === 1;
  return type === 'timestamp' ? new Date(value as number) : value;
}

/** Some rows of a column, in the order given. */
export function pickCells({ type, values, texts, nulls }: ColumnData, indexes: Uint32Array): ColumnData {
  return {
    type,
    values: pickNumbers(values as Float64Array, indexes),
    texts,
    nulls: nulls && pickNumbers(nulls, indexes),
  };
}

/** The values of a column without null that says whose row it is. */
export function subjectsOf(data: ColumnData): ArrayLike<Subject> {
  return cellsOf(data, 0, data.values.length) as ArrayLike<Subject>;
}

function pickNumbers<T extends Uint8Array | Float64Array>(values: T, indexes: Uint32Array): T {
  const picked = new (values.constructor as new (length: number) => T)(indexes.length);
  for (let index = 0; index < indexes.length; index++) picked[index] = values[indexes[index]!]!;
  return picked;
}
