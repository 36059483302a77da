import { type CellReader, cellReader } from './cell-reader.js';
import type { Chunk } from './chunk.js';
import { ColumnBuffer } from './column-buffer.js';
import type { Row, Subject } from './column-type.js';
import { describeCell } from './describe-cell.js';
import { ResultStoreError } from './errors.js';
import { RowFit } from './row-fit.js';
import type { Schema } from './schema.js';

/** When a chunk is full. */
export interface ChunkLimits {
  readonly subjects: number;
  readonly bytes: number;
}

/** Rows of a set on their way into chunks: checks them, and keeps subjects whole and in ascending order. */
export class ChunkBuilder {
  readonly #fit: RowFit;
  readonly #cellOf: CellReader;
  readonly #buffers: readonly (readonly [string, ColumnBuffer])[];
  #rows = 0;
  #subjects = 0;
  #first: Subject | undefined;
  #last: Subject | undefined;

  /** `after` and `rowNumber` say where a set goes on that has been written in part. */
  constructor(
    private readonly schema: Schema,
    private readonly limits: ChunkLimits,
    after?: Subject,
    private rowNumber = 0,
  ) {
    this.#fit = new RowFit(schema);
    this.#cellOf = cellReader(schema);
    this.#buffers = schema.columns.map((column) => [column.name, new ColumnBuffer(column)] as const);
    this.#last = after;
  }

  get rows(): number {
    return this.#rows;
  }

  get subjects(): number {
    return this.#subjects;
  }

  get bytes(): number {
    return this.#buffers.reduce((sum, [, buffer]) => sum + buffer.bytes, 0);
  }

  /**
   * Takes a row; answers the chunk that was full before it, if any. Throws `INVALID_ROW` or `SUBJECT_ORDER`, and has then
   * taken nothing.
   */
  add(row: Row): Chunk | undefined {
    this.#fit.check(row, this.rowNumber);
    const subject = row[this.schema.subject] as Subject;
    if (this.#last !== undefined && subject < this.#last) throw this.#outOfOrder(subject, this.#last);
    if (this.#rows === 0 && subject === this.#last) throw this.#outOfOrder(subject, this.#last);
    const isNew = subject !== this.#last;
    const full = isNew && this.#isFull() ? this.take() : undefined;
    for (const [name, buffer] of this.#buffers) buffer.push(this.#cellOf(row, name));
    this.#first ??= subject;
    this.#last = subject;
    this.#rows++;
    this.rowNumber++;
    if (isNew) this.#subjects++;
    return full;
  }

  /** What has been taken so far as a chunk, or `undefined` where that is nothing. */
  take(): Chunk | undefined {
    if (this.#rows === 0) return undefined;
    const chunk: Chunk = {
      rows: this.#rows,
      subjects: this.#subjects,
      bytes: this.bytes,
      first: this.#first!,
      last: this.#last!,
      columns: Object.fromEntries(this.#buffers.map(([name, buffer]) => [name, buffer.take()])),
    };
    this.#rows = 0;
    this.#subjects = 0;
    this.#first = undefined;
    return chunk;
  }

  #isFull(): boolean {
    return this.#subjects >= this.limits.subjects || this.bytes >= this.limits.bytes;
  }

  #outOfOrder(subject: Subject, last: Subject): ResultStoreError {
    return new ResultStoreError('SUBJECT_ORDER', {
      subject: `row ${this.rowNumber}, column '${this.schema.subject}'`,
      expected: `a subject after ${describeCell(last)}`,
      found: describeCell(subject),
      remedy: 'write the rows in ascending order of the subject, each subject once and whole',
    });
  }
}
