import { MOST_FREQUENCY } from './reuse-class.js';

const FIRST_BLOCKS = 2;
/** Words of 32 bits in a block: four for each row, so that a look-up reads one line of the processor's cache. */
const BLOCK = 16;
const ROWS = 4;
/** Entries for each block: more take keys for one another, fewer gain nothing that was seen. */
const ENTRIES_PER_BLOCK = 16;
/** Halvings that a block keeps track of: after so many nothing is left of a counter, and twice as many are not told apart. */
const EPOCHS = 256;
const HALF = 0x7777_7777;

/**
 * An estimate of how often keys that are not resident were asked for: a count-min sketch of 4-bit counters, of which only the lowest
 * are raised (Estan and Varghese, SIGCOMM 2002), halved by its owner from time to time as in TinyLFU (Einziger, Friedman and Manes,
 * ACM ToS 2017). Residents keep their own count, and bring it back when they leave.
 */
export class AgingSketch {
  #words: Int32Array<ArrayBuffer> = new Int32Array(FIRST_BLOCKS * BLOCK);
  /** The halving up to which each block was halved; the others are done when it is next read. */
  #epochs: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_BLOCKS);
  #epoch = 0;
  #mask = FIRST_BLOCKS - 1;

  /** Makes room for the keys of so many entries; each block of a smaller sketch stands for several of the larger one. */
  ensure(entries: number): void {
    while ((this.#mask + 1) * ENTRIES_PER_BLOCK < entries) {
      const words = new Int32Array(2 * this.#words.length);
      words.set(this.#words);
      words.set(this.#words, this.#words.length);
      this.#words = words;
      const epochs = new Uint8Array(2 * this.#epochs.length);
      epochs.set(this.#epochs);
      epochs.set(this.#epochs, this.#epochs.length);
      this.#epochs = epochs;
      this.#mask = 2 * this.#mask + 1;
    }
  }

  frequency(hash: number): number {
    return this.#least(this.#blockOf(hash), columnsOf(hash));
  }

  /** Counts a request and answers the new estimate. */
  add(hash: number): number {
    const block = this.#blockOf(hash);
    const columns = columnsOf(hash);
    const least = this.#least(block, columns);
    if (least === MOST_FREQUENCY) return least;
    this.#raise(block, columns, least + 1);
    return least + 1;
  }

  /** Makes the estimate no less than this. */
  raise(hash: number, frequency: number): void {
    this.#raise(this.#blockOf(hash), columnsOf(hash), frequency);
  }

  halve(): void {
    this.#epoch = (this.#epoch + 1) % EPOCHS;
  }

  /** Where the block of a hash begins, all halved that is in it. */
  #blockOf(hash: number): number {
    const place = hash & this.#mask;
    const block = place * BLOCK;
    if (this.#epochs[place] !== this.#epoch) {
      const words = this.#words;
      let halvings = Math.min(4, (this.#epoch - this.#epochs[place]! + EPOCHS) % EPOCHS);
      this.#epochs[place] = this.#epoch;
      for (; halvings > 0; halvings--) {
        for (let at = block; at < block + BLOCK; at++) words[at] = (words[at]! >>> 1) & HALF;
      }
    }
    return block;
  }

  #least(block: number, columns: number): number {
    const words = this.#words;
    let least = MOST_FREQUENCY;
    for (let row = 0; row < ROWS; row++) {
      const column = columns >>> (5 * row);
      const counter = (words[block + 4 * row + (column & 3)]! >>> (column & 28)) & MOST_FREQUENCY;
      if (counter < least) least = counter;
    }
    return least;
  }

  #raise(block: number, columns: number, frequency: number): void {
    const words = this.#words;
    for (let row = 0; row < ROWS; row++) {
      const column = columns >>> (5 * row);
      const at = block + 4 * row + (column & 3);
      const counter = (words[at]! >>> (column & 28)) & MOST_FREQUENCY;
      if (counter < frequency) words[at]! += (frequency - counter) << (column & 28);
    }
  }
}

/** Five bits for each row, two for the word and three for the counter in it, from a second hash (Wellons' "lowbias32", 2018). */
function columnsOf(hash: number): number {
  let mixed = hash ^ 0x9e37_79b9;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb_352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846c_a68b);
  return mixed ^ (mixed >>> 16);
}
