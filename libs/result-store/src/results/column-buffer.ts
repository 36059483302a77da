import type { Cell, ColumnType } from './column-type.js';
import type { ColumnData } from './column-data.js';
import type { Column } from './schema.js';

const START = 1_024;

/** About what a different text takes beside its characters. */
const TEXT = 64;

type Numbers = Int32Array | Float64Array | BigInt64Array | Uint8Array | Uint32Array;

const ARRAYS: Readonly<Record<ColumnType, new (length: number) => Numbers>> = {
  int32: Int32Array,
  int64: BigInt64Array,
  double: Float64Array,
  boolean: Uint8Array,
  timestamp: Float64Array,
  string: Uint32Array,
};

/** The growing values of one column. */
export class ColumnBuffer {
  #numbers: Numbers = new Uint8Array(0);
  /** The place of each different text, in the order in which they came. */
  #texts = new Map<string, number>();
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
    if (at === this.#numbers.length) this.#numbers = grown(this.#numbers);
    if (!isNull) this.#numbers[at] = this.#numberOf(value) as never;
    this.bytes += this.#numbers.BYTES_PER_ELEMENT;
  }

  /** The values so far; the buffer is empty afterwards. */
  take(): ColumnData {
    const { type } = this.column;
    const values = this.#numbers.slice(0, this.#length);
    const texts = type === 'string' ? [...this.#texts.keys()] : undefined;
    const nulls = this.#nulls?.slice(0, this.#length);
    this.clear();
    return { type, values, texts, nulls };
  }

  #numberOf(value: Cell): number | bigint | boolean {
    if (typeof value !== 'string') return typeof value === 'object' ? value!.getTime() : value;
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    this.bytes += TEXT + value.length;
    this.#texts.set(value, this.#texts.size);
    return this.#texts.size - 1;
  }

  private clear(): void {
    const { type, isNullable } = this.column;
    this.#numbers = new ARRAYS[type](START);
    this.#texts = new Map();
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
