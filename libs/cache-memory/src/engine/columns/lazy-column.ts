import { grownColumn } from './grown-column.js';

/** A column of numbers that takes no memory until one of them is not 0. */
export class LazyColumn {
  #numbers: Float64Array<ArrayBuffer> | undefined;
  #capacity = 0;
  /** Whether every number is 0. */
  isBlank: boolean = true;

  get(slot: number): number {
    return this.#numbers === undefined ? 0 : this.#numbers[slot]!;
  }

  set(slot: number, value: number): void {
    if (this.#numbers !== undefined) this.#numbers[slot] = value;
    else if (value !== 0) this.#begin()[slot] = value;
  }

  /** Makes room for slots 0 to `capacity` - 1. */
  resize(capacity: number): void {
    this.#capacity = capacity;
    if (this.#numbers !== undefined) this.#numbers = grownColumn(this.#numbers, capacity);
  }

  #begin(): Float64Array {
    this.#numbers = new Float64Array(this.#capacity);
    this.isBlank = false;
    return this.#numbers;
  }
}
