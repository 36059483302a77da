import type { Cell, Row } from './column-type.js';
import type { Schema } from './schema.js';

/** Answers what a row has in a column. */
export type CellReader = (row: Row, column: string) => Cell | undefined;

/** How rows of a schema are read: a column that is called like something that every object has, such as `constructor`, is their own. */
export function cellReader({ columns }: Schema): CellReader {
  return columns.some(({ name }) => isCommon(name)) ? readOwn : readAny;
}

function readAny(row: Row, column: string): Cell | undefined {
  return row[column];
}

function readOwn(row: Row, column: string): Cell | undefined {
  return isCommon(column) && !Object.hasOwn(row, column) ? undefined : row[column];
}

function isCommon(name: string): boolean {
  return name in Object.prototype;
}
