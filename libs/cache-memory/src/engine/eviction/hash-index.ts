import { NONE } from './eviction-policy.js';

const FIRST_CELLS = 32;

/** An index from 32-bit hashes to slots: open addressing in one integer column, a hash and its slot side by side. */
export class HashIndex {
  /** Hash and slot of each cell; slot `NONE` where the cell is empty. */
  #cells: Int32Array<ArrayBuffer> = new Int32Array(2 * FIRST_CELLS).fill(NONE);
  #mask = FIRST_CELLS - 1;
  #size = 0;

  /** The slot of a hash, or `NONE`. */
  get(hash: number): number {
    return this.#cells[2 * this.#cellOf(hash | 0) + 1]!;
  }

  set(hash: number, slot: number): void {
    const cell = this.#cellOf(hash | 0);
    const isNew = this.#cells[2 * cell + 1] === NONE;
    this.#cells[2 * cell] = hash;
    this.#cells[2 * cell + 1] = slot;
    if (isNew && 2 * ++this.#size > this.#mask) this.#grow();
  }

  /** Takes a hash out, and moves up those that had to go past its cell. */
  delete(hash: number): void {
    let gap = this.#cellOf(hash | 0);
    const cells = this.#cells;
    if (cells[2 * gap + 1] === NONE) return;
    this.#size--;
    for (let cell = (gap + 1) & this.#mask; cells[2 * cell + 1] !== NONE; cell = (cell + 1) & this.#mask) {
      const home = this.#home(cells[2 * cell]!);
      if (((cell - home) & this.#mask) < ((cell - gap) & this.#mask)) continue;
      cells[2 * gap] = cells[2 * cell]!;
      cells[2 * gap + 1] = cells[2 * cell + 1]!;
      gap = cell;
    }
    cells[2 * gap + 1] = NONE;
  }

  /** The cell in which a hash stands, or else the empty one in which it would. */
  #cellOf(hash: number): number {
    const cells = this.#cells;
    let cell = this.#home(hash);
    while (cells[2 * cell + 1] !== NONE && cells[2 * cell] !== hash) cell = (cell + 1) & this.#mask;
    return cell;
  }

  #home(hash: number): number {
    const mixed = Math.imul(hash, 0x9e37_79b1);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }

  #grow(): void {
    const old = this.#cells;
    this.#cells = new Int32Array(2 * old.length).fill(NONE);
    this.#mask = old.length - 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === NONE) continue;
      const cell = this.#cellOf(old[at]!);
      this.#cells[2 * cell] = old[at]!;
      this.#cells[2 * cell + 1] = old[at + 1]!;
    }
  }
}
