import { columnFor } from '../columns/grown-column.js';
import type { EntryView, EvictionPolicy } from './eviction-policy.js';
import { SlotHeap } from './slot-heap.js';

/**
 * Evicts the largest entry, and of equally large ones the least recently used: SIZE of Williams, Abrams, Standridge, Abdulla and
 * Fox, "Removal Policies in Network Caches for World-Wide Web Documents" (ACM SIGCOMM, 1996), as an exact heap.
 */
export class SizePolicy implements EvictionPolicy {
  #weights: Float64Array<ArrayBuffer> = new Float64Array(0);
  /** The number of the last use of each entry; uses are numbered through. */
  #uses: Float64Array<ArrayBuffer> = new Float64Array(0);
  #lastUse = 0;
  readonly #largest = new SlotHeap((slot, other) => {
    const difference = this.#weights[slot]! - this.#weights[other]!;
    return difference === 0 ? this.#uses[slot]! < this.#uses[other]! : difference > 0;
  });

  constructor(private readonly entries: EntryView) {}

  offer(): void {}

  insert(slot: number): void {
    this.#weights = columnFor(this.#weights, slot);
    this.#uses = columnFor(this.#uses, slot);
    this.#weights[slot] = this.entries.weight(slot);
    this.#uses[slot] = ++this.#lastUse;
    this.#largest.push(slot);
  }

  touch(slots: Int32Array, count: number): void {
    for (let index = 0; index < count; index++) {
      const slot = slots[index]!;
      this.#uses[slot] = ++this.#lastUse;
      this.#largest.sink(slot);
    }
  }

  remove(slot: number): void {
    this.#largest.delete(slot);
  }

  victim(): number {
    return this.#largest.first();
  }
}
