import { columnFor } from '../columns/grown-column.js';
import { type EvictionPolicy, NONE } from './eviction-policy.js';
import { SlotLists } from './slot-lists.js';

/** Hits are counted up to one less than this, so that all ranks in use fit into as many lists. */
const RANKS = 256;

/**
 * Evicts the entry that is used least often, and ages those that were: LFU-DA of Arlitt, Cherkasova, Dilley, Friedrich and Jin,
 * "Evaluating Content Management Techniques for Web Proxy Caches" (ACM SIGMETRICS Performance Evaluation Review, 2000).
 *
 * An entry ranks by its uses plus the rank of the last victim at its last use, so what is not used any more is overtaken by
 * newcomers. Each rank is a list in the order of last use, and the lists form a ring: every operation takes constant time.
 */
export class LfuPolicy implements EvictionPolicy {
  readonly #ranks = new SlotLists(RANKS);
  #uses: Uint8Array<ArrayBuffer> = new Uint8Array(16);
  #size = 0;
  /** The rank below which nobody stands, as a place in the ring. */
  #floor = 0;

  offer(): void {}

  insert(slot: number): void {
    this.#uses = columnFor(this.#uses, slot);
    this.#uses[slot] = 1;
    this.#ranks.push((this.#floor + 1) % RANKS, slot);
    this.#size++;
  }

  touch(slots: Int32Array, count: number): void {
    const uses = this.#uses;
    for (let index = 0; index < count; index++) {
      const slot = slots[index]!;
      const used = Math.min(RANKS - 1, uses[slot]! + 1);
      uses[slot] = used;
      this.#ranks.move((this.#floor + used) % RANKS, slot);
    }
  }

  remove(slot: number): void {
    this.#ranks.delete(slot);
    this.#size--;
  }

  victim(): number {
    if (this.#size === 0) return NONE;
    while (this.#ranks.first(this.#floor) === NONE) this.#floor = (this.#floor + 1) % RANKS;
    return this.#ranks.first(this.#floor);
  }
}
