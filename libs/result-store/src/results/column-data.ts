import type { Cell, ColumnType } from './column-type.js';

/** The values of a column as they are kept in memory and handed to the worker; `nulls` has a 1 where there is none. */
export interface ColumnData {
  readonly type: ColumnType;
  readonly values: Int32Array | Float64Array | BigInt64Array | Uint8Array | readonly string[];
  readonly nulls: Uint8Array | undefined;
}

/** Values of a column as they are read. */
export type Cells = ArrayLike<Cell>;

/** The cells of a part of a column, without a copy where numbers can be read in place. */
export function cellsOf({ type, values, nulls }: ColumnData, start: number, end: number): Cells {
  if (!nulls && (type === 'int32' || type === 'double' || type === 'int64')) {
    return (values as Float64Array).subarray(start, end);
  }
  return Array.from({ length: end - start }, (_, index) => cellAt({ type, values, nulls }, start + index));
}

/** One value of a column. */
export function cellAt({ type, values, nulls }: ColumnData, index: number): Cell {
  if (nulls?.[index] === 1) return null;
  const value = values[index]!;
  if (type === 'boolean') return value === 1;
  return type === 'timestamp' ? new Date(value as number) : value;
}

/** Some rows of a column, in the order given. */
export function pickCells({ type, values, nulls }: ColumnData, indexes: Uint32Array): ColumnData {
  const picked = Array.isArray(values)
    ? Array.from(indexes, (index) => values[index] as string)
    : pickNumbers(values as Float64Array, indexes);
  return { type, values: picked, nulls: nulls && pickNumbers(nulls, indexes) };
}

function pickNumbers<T extends Uint8Array | Float64Array>(values: T, indexes: Uint32Array): T {
  const picked = new (values.constructor as new (length: number) => T)(indexes.length);
  for (let index = 0; index < indexes.length; index++) picked[index] = values[indexes[index]!]!;
  return picked;
}
