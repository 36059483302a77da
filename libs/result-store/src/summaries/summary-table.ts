import type { Chunk } from '../results/chunk.js';
import { cellAt, type ColumnData } from '../results/column-data.js';
import type { Cell, ColumnType } from '../results/column-type.js';
import { ResultStoreError } from '../results/errors.js';
import type { Schema } from '../results/schema.js';
import { Tally, type TallyData } from './column-summary.js';
import { toPlainNumber } from './plain-number.js';

/** More groups than these of one column are no groups. */
const MOST_GROUPS = 10_000;

/** The types that are summarised. */
export const NUMERIC: ReadonlySet<ColumnType> = new Set(['int32', 'int64', 'double']);

type Tallies = Map<string, Tally>;

/** The summaries of a set as plain data. */
export interface SummaryData {
  readonly whole: Readonly<Record<string, TallyData>>;
  /** For each column of `groupBy`, each of its values with its summaries; infinite ones are texts, as JSON needs it. */
  readonly groups: Readonly<Record<string, readonly (readonly [Cell, Readonly<Record<string, TallyData>>])[]>>;
}

/** The summaries of the numeric columns of a set: of all rows, and by the values of the columns of `groupBy`. */
export class SummaryTable {
  readonly #numeric: readonly string[];
  readonly #whole: Tallies;
  readonly #groups = new Map<string, Map<Cell, Tallies>>();

  constructor(
    private readonly schema: Schema,
    data?: SummaryData,
  ) {
    this.#numeric = schema.columns
      .filter(({ name, type }) => name !== schema.subject && NUMERIC.has(type))
      .map(({ name }) => name);
    this.#whole = data ? revived(data.whole) : this.#blank();
    for (const column of schema.groupBy) {
      const isDouble = schema.columns.some(({ name, type }) => name === column && type === 'double');
      const groups = data?.groups[column]?.map(
        ([value, tallies]) =>
          [isDouble && typeof value === 'string' ? Number(value) : value, revived(tallies)] as const,
      );
      this.#groups.set(column, new Map(groups));
    }
  }

  /** The numeric columns that are summarised: all but the subject. */
  get columns(): readonly string[] {
    return this.#numeric;
  }

  /** The summary of all rows, by column. */
  get whole(): ReadonlyMap<string, Tally> {
    return this.#whole;
  }

  /** The summaries by the values of a column of `groupBy`, or `undefined` where the schema does not group by it. */
  by(column: string): ReadonlyMap<Cell, ReadonlyMap<string, Tally>> | undefined {
    return this.#groups.get(column);
  }

  /** Counts the rows of a chunk, or of a part of one. Throws `TOO_MANY_GROUPS`, and has then counted nothing of it. */
  add(chunk: Pick<Chunk, 'rows' | 'columns'>): void {
    const targets = this.schema.groupBy.map((column) => this.#targets(column, chunk));
    for (const name of this.#numeric) {
      tally(chunk.columns[name]!, this.#whole.get(name)!, targets, name);
    }
  }

  toData(): SummaryData {
    return {
      whole: plain(this.#whole),
      groups: Object.fromEntries(
        Array.from(this.#groups, ([column, groups]) => [
          column,
          Array.from(groups, ([value, tallies]) => [plainKey(value), plain(tallies)] as const),
        ]),
      ),
    };
  }

  /** The tallies that each row of a chunk counts in. */
  #targets(column: string, chunk: Pick<Chunk, 'rows' | 'columns'>): Tallies[] {
    const groups = this.#groups.get(column)!;
    const data = chunk.columns[column]!;
    const keys = Array.from({ length: chunk.rows }, (_, row) => groupKey(data, row));
    const added = new Set(keys.filter((key) => !groups.has(key)));
    if (groups.size + added.size > MOST_GROUPS) {
      throw new ResultStoreError('TOO_MANY_GROUPS', {
        subject: `schema.groupBy '${column}'`,
        expected: `${MOST_GROUPS} different values at the most`,
        found: `${groups.size + added.size}`,
        remedy: 'group by a column of few values, such as a visit or an arm',
      });
    }
    for (const key of added) groups.set(key, this.#blank());
    return keys.map((key) => groups.get(key)!);
  }

  #blank(): Tallies {
    return new Map(this.#numeric.map((name) => [name, new Tally()]));
  }
}

function tally(data: ColumnData, whole: Tally, targets: readonly Tallies[][], name: string): void {
  const { values, nulls } = data;
  for (let row = 0; row < values.length; row++) {
    if (nulls?.[row] === 1) {
      whole.nulls++;
      for (const rows of targets) rows[row]!.get(name)!.nulls++;
      continue;
    }
    const value = Number(values[row]);
    whole.add(value);
    for (const rows of targets) rows[row]!.get(name)!.add(value);
  }
}

/** Dates group by their milliseconds, bigints by their digits: equal values are one group, and survive as plain data. */
function groupKey(data: ColumnData, row: number): Cell {
  const value = cellAt(data, row);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null) return value.getTime();
  return Number.isNaN(value) ? null : value;
}

function plainKey(value: Cell): Cell {
  return typeof value === 'number' ? toPlainNumber(value) : value;
}

function plain(tallies: Tallies): Record<string, TallyData> {
  return Object.fromEntries(Array.from(tallies, ([name, each]) => [name, each.toData()]));
}

function revived(data: Readonly<Record<string, TallyData>>): Tallies {
  return new Map(Object.entries(data).map(([name, each]) => [name, Tally.from(each)]));
}
