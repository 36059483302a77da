import { NONE } from '../eviction/eviction-policy.js';
import { spreadMultiplier } from './spread-multiplier.js';

const FIRST_BITS = 7;
/** The part of the cells that may be taken: with more, the way to a key gets long. */
const MOST_LOAD = 0.7;
/** A cell is a key and, beside it, its slot plus 1; 0 for an empty one. */
const CELL = 2;

let drawn: number | undefined;

/** The multiplier of this process: to look for a good one takes a fraction of a millisecond, too long for each index. */
function processMultiplier(): number {
  return (drawn ??= spreadMultiplier());
}

/**
 * An index from 32-bit integers to slots in one integer column: open addressing with linear probing, a key's place by
 * multiply-shift hashing with a multiplier drawn for each process (Dietzfelbinger, Hagerup, Katajainen and Penttonen, J. Algorithms
 * 1997), so that nobody can choose keys that meet. A departure closes its gap (Knuth, TAOCP 3, 6.4, algorithm R), so that no rubbish
 * gathers and nothing is ever tidied up; growth keeps the order of the places and so runs through memory in one direction.
 */
export class IntegerIndex {
  #cells: Int32Array<ArrayBuffer> = new Int32Array(CELL << FIRST_BITS);
  #shift = 32 - FIRST_BITS;
  #last = (CELL << FIRST_BITS) - CELL;
  #most = Math.floor(MOST_LOAD * 2 ** FIRST_BITS);
  #size = 0;
  readonly #multiplier: number;

  /** `multiplier`, an odd number, chooses the places; drawn at random unless said. */
  constructor(multiplier: number = processMultiplier()) {
    this.#multiplier = multiplier | 0;
  }

  get size(): number {
    return this.#size;
  }

  /** The slot of a key, or `NONE`. */
  get(key: number): number {
    const cells = this.#cells;
    const last = this.#last;
    for (let at = (Math.imul(key, this.#multiplier) >>> this.#shift) * CELL; ; at = at === last ? 0 : at + CELL) {
      const slot = cells[at + 1]!;
      if (slot === 0) return NONE;
      if (cells[at] === key) return slot - 1;
    }
  }

  /** Takes in a key that is not there. */
  add(key: number, slot: number): void {
    if (this.#size === this.#most) this.#grow();
    this.#size++;
    this.#put(key, slot + 1);
  }

  /** Takes out a key that is there. */
  delete(key: number): void {
    const cells = this.#cells;
    const last = this.#last;
    let gap = this.#place(key);
    while (cells[gap] !== key || cells[gap + 1] === 0) gap = gap === last ? 0 : gap + CELL;
    for (let at = gap === last ? 0 : gap + CELL; cells[at + 1] !== 0; at = at === last ? 0 : at + CELL) {
      const place = this.#place(cells[at]!);
      // What lies between its place and where it stands may not pass its place.
      if (at > gap ? place > gap && place <= at : place > gap || place <= at) continue;
      cells[gap] = cells[at]!;
      cells[gap + 1] = cells[at + 1]!;
      gap = at;
    }
    cells[gap + 1] = 0;
    this.#size--;
  }

  /** Takes out each key whose slot is marked by 1, by one walk through memory, however many they are. */
  deleteMarked(marks: Uint8Array): void {
    const former = this.#cells;
    this.#cells = new Int32Array(former.length);
    for (let at = 0; at < former.length; at += CELL) {
      const mark = former[at + 1]!;
      if (mark === 0) continue;
      if (marks[mark - 1] === 1) this.#size--;
      else this.#put(former[at]!, mark);
    }
  }

  #place(key: number): number {
    return (Math.imul(key, this.#multiplier) >>> this.#shift) * CELL;
  }

  #put(key: number, mark: number): void {
    const cells = this.#cells;
    let at = this.#place(key);
    while (cells[at + 1] !== 0) at = at === this.#last ? 0 : at + CELL;
    cells[at] = key;
    cells[at + 1] = mark;
  }

  #grow(): void {
    const former = this.#cells;
    this.#cells = new Int32Array(2 * former.length);
    this.#last = this.#cells.length - CELL;
    this.#shift--;
    this.#most *= 2;
    for (let at = 0; at < former.length; at += CELL) if (former[at + 1] !== 0) this.#put(former[at]!, former[at + 1]!);
  }
}
