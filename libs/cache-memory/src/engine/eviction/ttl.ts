import { columnFor } from '../columns/grown-column.js';
import { type EntryView, type EvictionPolicy, NONE } from './eviction-policy.js';
import { SlotHeap } from './slot-heap.js';
import { SlotLists } from './slot-lists.js';

const LASTING = 0;

/**
 * Evicts the entry that will expire soonest; entries that never do come last, the least recently used first. It is the order
 * of SQL caches and of Redis' `volatile-ttl`, exact: a heap by the end of the lifetime. A sliding lifetime ends later with each
 * hit, never earlier.
 */
export class TtlPolicy implements EvictionPolicy {
  #deadlines: Float64Array<ArrayBuffer> = new Float64Array(0);
  readonly #ending = new SlotHeap((slot, other) => this.#deadlines[slot]! < this.#deadlines[other]!);
  readonly #lasting = new SlotLists(1);

  constructor(private readonly entries: EntryView) {}

  offer(): void {}

  insert(slot: number): void {
    const deadline = this.entries.deadline(slot);
    if (deadline === Infinity) {
      this.#lasting.push(LASTING, slot);
      return;
    }
    this.#deadlines = columnFor(this.#deadlines, slot);
    this.#deadlines[slot] = deadline;
    this.#ending.push(slot);
  }

  touch(slots: Int32Array, count: number): void {
    for (let index = 0; index < count; index++) {
      const slot = slots[index]!;
      if (this.#ending.has(slot)) this.#postpone(slot);
      else this.#lasting.move(LASTING, slot);
    }
  }

  remove(slot: number): void {
    if (this.#ending.has(slot)) this.#ending.delete(slot);
    else this.#lasting.delete(slot);
  }

  victim(): number {
    let slot = this.#ending.first();
    while (slot !== NONE && this.#postpone(slot)) slot = this.#ending.first();
    return slot === NONE ? this.#lasting.first(LASTING) : slot;
  }

  /** Takes over a deadline that has moved; answers whether it had. */
  #postpone(slot: number): boolean {
    const deadline = this.entries.deadline(slot);
    if (deadline <= this.#deadlines[slot]!) return false;
    this.#deadlines[slot] = deadline;
    this.#ending.sink(slot);
    return true;
  }
}
