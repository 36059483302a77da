import { type CellReader, cellReader } from './cell-reader.js';
import { EXPECTED, fitsType, type Row } from './column-type.js';
import { describeCell } from './describe-cell.js';
import { ResultStoreError } from './errors.js';
import type { Column, Schema } from './schema.js';

/** Checks rows against a schema before any of their values is taken. */
export class RowFit {
  readonly #names: ReadonlySet<string>;
  readonly #cellOf: CellReader;

  constructor(private readonly schema: Schema) {
    this.#cellOf = cellReader(schema);
    this.#names = new Set(schema.columns.map(({ name }) => name));
  }

  /** Throws `INVALID_ROW`, naming the row (counted from 0 in the set) and the column, where the row does not fit. */
  check(row: Row, rowNumber: number): void {
    if (typeof row !== 'object' || row === null) {
      throw invalid(rowNumber, undefined, 'an object', describeCell(row), 'pass one value for each column');
    }
    for (const column of this.schema.columns) {
      const value = this.#cellOf(row, column.name);
      if (value === null || value === undefined ? column.isNullable : fitsType(value, column.type)) continue;
      throw misfit(rowNumber, column, value);
    }
    for (const name in row) {
      if (this.#names.has(name)) continue;
      const known = [...this.#names].join(', ');
      throw invalid(
        rowNumber,
        name,
        `columns among ${known}`,
        'a column that the schema lacks',
        'add it to the schema',
      );
    }
  }
}

function misfit(rowNumber: number, column: Column, value: unknown): ResultStoreError {
  const orNull = column.isNullable ? ' or null' : '';
  const remedy =
    value === null || value === undefined
      ? `give it a value, or write '${column.type}?' in the schema`
      : 'correct the value or the schema';
  return invalid(rowNumber, column.name, `${EXPECTED[column.type]}${orNull}`, describeCell(value), remedy);
}

function invalid(
  rowNumber: number,
  column: string | undefined,
  expected: string,
  found: string,
  remedy: string,
): ResultStoreError {
  const subject = column === undefined ? `row ${rowNumber}` : `row ${rowNumber}, column '${column}'`;
  return new ResultStoreError('INVALID_ROW', { subject, expected, found, remedy });
}
