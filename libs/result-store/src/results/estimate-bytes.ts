import type { ColumnType } from './column-type.js';
import type { Schema } from './schema.js';

const TEXT = 16;
const IN_COLUMN: Readonly<Record<ColumnType, number>> = {
  int32: 4,
  int64: 8,
  double: 8,
  boolean: 1,
  timestamp: 8,
  string: 16 + TEXT,
};
const OBJECT = 24;
const SLOT = 8;
const BOXED: Readonly<Record<ColumnType, number>> = {
  int32: 0,
  int64: 16,
  double: 12,
  boolean: 0,
  timestamp: 96,
  string: 12 + TEXT,
};

/** About how many bytes a row takes: in columns (on disk at the most that, compressed), and as an object. Texts count as 16 characters. */
export function estimateRowBytes({ columns }: Schema): { readonly inColumns: number; readonly asObject: number } {
  let inColumns = 0;
  let asObject = OBJECT;
  for (const { type, isNullable } of columns) {
    inColumns += IN_COLUMN[type] + (isNullable ? 1 : 0);
    asObject += SLOT + BOXED[type];
  }
  return { inColumns, asObject };
}
