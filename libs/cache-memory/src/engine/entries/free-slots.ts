import { NONE } from '../eviction/eviction-policy.js';
import { grownColumn } from '../columns/grown-column.js';

/** The slots that were given back, the last one first: a stack that never shrinks, so that a full cache allocates nothing for it. */
export class FreeSlots {
  #slots = new Int32Array(16);
  #count = 0;

  clear(): void {
    this.#slots = new Int32Array(16);
    this.#count = 0;
  }

  push(slot: number): void {
    if (this.#count === this.#slots.length) this.#slots = grownColumn(this.#slots, 2 * this.#count);
    this.#slots[this.#count++] = slot;
  }

  /** A slot that was given back, or `NONE`. */
  pop(): number {
    return this.#count === 0 ? NONE : this.#slots[--this.#count]!;
  }
}
