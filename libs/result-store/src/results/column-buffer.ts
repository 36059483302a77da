import type { Cell, ColumnType } from './column-type.js';
import type { ColumnData } from './column-data.js';
import type { Column } from './schema.js';

const START = 1_024;

type Numbers = Int32Array | Float64Array | BigInt64Array | Uint8Array;

const ARRAYS: Readonly<Record<Exclude<ColumnType, 'string'>, new (length: number) => Numbers>> = {
  int32: Int32Array,
  int64: BigInt64Array,
  double: Float64Array,
  boolean: Uint8Array,
  timestamp: Float64Array,
};

/** The growing values of one column. */
export class ColumnBuffer {
  #numbers: Numbers | undefined;
  #texts: string[] = [];
  #nulls: Uint8Array | undefined;
  #length = 0;
  /** About how many bytes the values hold. */
  bytes = 0;

  constructor(private readonly column: Column) {
    this.clear();
  }

  /** Adds a value that fits the column. */
  push(value: Cell | undefined): void {
    const at = this.#length++;
    const isNull = value === null || value === undefined;
    if (this.#nulls) {
      if (at === this.#nulls.length) this.#nulls = grown(this.#nulls);
      if (isNull) this.#nulls[at] = 1;
      this.bytes++;
    }
    if (!this.#numbers) {
      const text = isNull ? '' : (value as string);
      this.#texts.push(text);
      this.bytes += 16 + text.length;
      return;
    }
    if (at === this.#numbers.length) this.#numbers = grown(this.#numbers);
    if (!isNull) this.#numbers[at] = (this.column.type === 'timestamp' ? (value as Date).getTime() : value) as never;
    this.bytes += this.#numbers.BYTES_PER_ELEMENT;
  }

  /** The values so far; the buffer is empty afterwards. */
  take(): ColumnData {
    const values = this.#numbers ? this.#numbers.slice(0, this.#length) : this.#texts;
    const nulls = this.#nulls?.slice(0, this.#length);
    this.clear();
    return { type: this.column.type, values, nulls };
  }

  private clear(): void {
    const { type, isNullable } = this.column;
    this.#numbers = type === 'string' ? undefined : new ARRAYS[type](START);
    this.#texts = [];
    this.#nulls = isNullable ? new Uint8Array(START) : undefined;
    this.#length = 0;
    this.bytes = 0;
  }
}

function grown<T extends Numbers>(values: T): T {
  const larger = new (values.constructor as new (length: number) => T)(values.length * 2);
  larger.set(values as never);
  return larger;
}
