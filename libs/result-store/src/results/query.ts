import type { Cell, Row } from './column-type.js';
import { EXPECTED, fitsType } from './column-type.js';
import type { Cells } from './column-data.js';
import { describeCell } from './describe-cell.js';
import { ResultStoreError } from './errors.js';
import { requireColumn, type Schema } from './schema.js';

/** What a column has to be: one of some values, or within bounds, both ends included. Null and NaN are within no bounds. */
export interface Condition {
  readonly atLeast?: Cell | undefined;
  readonly atMost?: Cell | undefined;
  readonly oneOf?: readonly Cell[] | undefined;
}

/** What to read. */
export interface Query {
  /** The columns, in this order; all unless said. */
  readonly columns?: readonly string[] | undefined;
  /** What rows have to meet, all of it: `{ visit: 3, time: { atLeast: 0, atMost: 24 } }`. */
  readonly where?: Readonly<Record<string, Cell | Condition>> | undefined;
}

/** The least and the greatest value in some rows, where known. */
export interface Extent {
  readonly min: Cell | undefined;
  readonly max: Cell | undefined;
}

/** A query that has been checked against a schema. */
export interface QueryPlan {
  /** The columns to hand out. */
  readonly columns: readonly string[];
  /** The columns to read: those and the ones that conditions look at. */
  readonly needed: readonly string[];
  /** The columns that conditions look at. */
  readonly tested: readonly string[];
  /** Whether rows of these extents can hold a match; an unknown extent may. */
  mayMatch(extentOf: (column: string) => Extent | undefined): boolean;
  /** The rows that match, among the first `length`; `undefined` where all do. */
  match(columns: Readonly<Record<string, Cells>>, length: number): Uint32Array | undefined;
}

interface Test {
  readonly column: string;
  readonly atLeast: Cell | undefined;
  readonly atMost: Cell | undefined;
  readonly oneOf: ReadonlySet<unknown> | undefined;
}

/** Checks a query. Throws `INVALID_QUERY` that names the column. */
export function planQuery(schema: Schema, { columns, where = {} }: Query = {}): QueryPlan {
  const chosen = columns ? [...new Set(columns)] : schema.columns.map(({ name }) => name);
  for (const name of chosen) requireColumn(schema.columns, name, 'query.columns', 'INVALID_QUERY');
  const tests = Object.entries(where).map(([name, condition]) => readTest(schema, name, condition));
  const tested = tests.map(({ column }) => column);
  return {
    columns: chosen,
    needed: [...new Set([...chosen, ...tested])],
    tested,
    mayMatch: (extentOf) => tests.every((test) => overlaps(test, extentOf(test.column))),
    match: (cells, length) => (tests.length === 0 ? undefined : matching(tests, cells, length)),
  };
}

/** Some rows of columns as objects. */
export function rowsOf(names: readonly string[], columns: Readonly<Record<string, Cells>>, length: number): Row[] {
  return Array.from({ length }, (_, index) => {
    const row: Record<string, Cell> = {};
    for (const name of names) row[name] = columns[name]![index]!;
    return row;
  });
}

function readTest(schema: Schema, name: string, condition: Cell | Condition): Test {
  const { type } = requireColumn(schema.columns, name, 'query.where', 'INVALID_QUERY');
  const { atLeast, atMost, oneOf } = isCondition(condition) ? condition : { oneOf: [condition] };
  if (atLeast === undefined && atMost === undefined && oneOf === undefined) {
    throw invalid(name, 'a value, or one of atLeast, atMost, oneOf', 'neither', 'say what the column has to be');
  }
  for (const value of [atLeast, atMost, ...(oneOf ?? [])]) {
    if (value === undefined || (value === null && oneOf?.includes(null)) || fitsType(value, type)) continue;
    throw invalid(name, EXPECTED[type], describeCell(value), 'compare with a value of the type of the column');
  }
  return { column: name, atLeast, atMost, oneOf: oneOf && new Set(oneOf.map(comparable)) };
}

function isCondition(condition: Cell | Condition): condition is Condition {
  return typeof condition === 'object' && condition !== null && !('getTime' in condition);
}

function overlaps({ atLeast, atMost, oneOf }: Test, extent: Extent | undefined): boolean {
  const min = comparable(extent?.min ?? null);
  const max = comparable(extent?.max ?? null);
  if (min === null || max === null) return true;
  if (atLeast !== undefined && max < comparable(atLeast)!) return false;
  if (atMost !== undefined && min > comparable(atMost)!) return false;
  return !oneOf || [...oneOf].some((value) => isOutsideOrder(value) || (min <= value! && value! <= max));
}

/** Whether extents say nothing about a value: they know neither null nor NaN. */
function isOutsideOrder(value: unknown): boolean {
  return value === null || Number.isNaN(value);
}

function matching(tests: readonly Test[], columns: Readonly<Record<string, Cells>>, length: number): Uint32Array {
  const found = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) {
    if (tests.every((test) => meets(test, columns[test.column]![row]!))) found[count++] = row;
  }
  return found.subarray(0, count);
}

function meets({ atLeast, atMost, oneOf }: Test, cell: Cell): boolean {
  const value = comparable(cell);
  if (oneOf && !oneOf.has(value)) return false;
  if (atLeast === undefined && atMost === undefined) return true;
  if (value === null) return false;
  return (
    (atLeast === undefined || value >= comparable(atLeast)!) && (atMost === undefined || value <= comparable(atMost)!)
  );
}

function comparable(cell: Cell): number | bigint | boolean | string | null {
  return typeof cell === 'object' && cell !== null ? cell.getTime() : cell;
}

function invalid(column: string, expected: string, found: string, remedy: string): ResultStoreError {
  return new ResultStoreError('INVALID_QUERY', { subject: `query.where.${column}`, expected, found, remedy });
}
