import { NONE } from './eviction-policy.js';

const FIRST_SLOTS = 16;

/**
 * Doubly linked lists of slots through one integer column, 8 bytes a slot: both links of a node stand side by side, so that
 * one line of the processor's cache brings them. The ends of a list meet in a node of its own, its head, so that no end needs
 * a case of its own. A slot stands in one list at the most.
 */
export class SlotLists {
  /** The links of the node at `at`: to the node before it at `at`, to the one after it at `at + 1`. Heads come first. */
  #links: Int32Array<ArrayBuffer>;
  readonly #firstSlot: number;

  /** `count` lists, numbered from 0. */
  constructor(count: number) {
    this.#firstSlot = 2 * count;
    this.#links = new Int32Array(this.#firstSlot + 2 * FIRST_SLOTS);
    for (let head = 0; head < this.#firstSlot; head += 2) this.#links[head] = this.#links[head + 1] = head;
  }

  /** The slot at the front of a list, or `NONE`. */
  first(list: number): number {
    return this.#slotAt(this.#links[2 * list + 1]!);
  }

  /** The slot behind this one in its list, or `NONE`. */
  next(slot: number): number {
    return this.#slotAt(this.#links[this.#firstSlot + 2 * slot + 1]!);
  }

  /** Puts a slot that stands in no list at the back of one. */
  push(list: number, slot: number): void {
    const at = this.#firstSlot + 2 * slot;
    if (at >= this.#links.length) this.#grow(at);
    const links = this.#links;
    const head = 2 * list;
    const last = links[head]!;
    links[at] = last;
    links[at + 1] = head;
    links[last + 1] = at;
    links[head] = at;
  }

  /** Takes a slot out of its list. */
  delete(slot: number): void {
    const links = this.#links;
    const at = this.#firstSlot + 2 * slot;
    const before = links[at]!;
    const after = links[at + 1]!;
    links[before + 1] = after;
    links[after] = before;
  }

  /** Moves a slot from its list to the back of one. */
  move(list: number, slot: number): void {
    this.delete(slot);
    this.push(list, slot);
  }

  #slotAt(at: number): number {
    return at < this.#firstSlot ? NONE : (at - this.#firstSlot) >> 1;
  }

  #grow(at: number): void {
    const larger = new Int32Array(Math.max(2 * this.#links.length, 2 * at));
    larger.set(this.#links);
    this.#links = larger;
  }
}
