import { MOST_FREQUENCY } from './reuse-class.js';

const FIRST_BLOCKS = 2;
/** Words of 32 bits in a block: eight for each of two rows, so that a look-up reads one line of the processor's cache. */
const BLOCK = 16;
const SECOND_ROW = 8;
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
    const block = this.#blockOf(hash);
    const columns = columnsOf(hash);
    const words = this.#words;
    const first = (words[block + (columns & 7)]! >>> ((columns >>> 1) & 28)) & MOST_FREQUENCY;
    const second = (words[block + SECOND_ROW + ((columns >>> 8) & 7)]! >>> ((columns >>> 9) & 28)) & MOST_FREQUENCY;
    return first < second ? first : second;
  }

  /** Counts a request and answers the new estimate. */
  add(hash: number): number {
    const block = this.#blockOf(hash);
    const columns = columnsOf(hash);
    const words = this.#words;
    const at = block + (columns & 7);
    const shift = (columns >>> 1) & 28;
    const secondAt = block + SECOND_ROW + ((columns >>> 8) & 7);
    const secondShift = (columns >>> 9) & 28;
    const first = (words[at]! >>> shift) & MOST_FREQUENCY;
    const second = (words[secondAt]! >>> secondShift) & MOST_FREQUENCY;
    if (first <= second) {
      if (first === MOST_FREQUENCY) return first;
      words[at]! += 1 << shift;
      if (first === second) words[secondAt]! += 1 << secondShift;
      return first + 1;
    }
    words[secondAt]! += 1 << secondShift;
    return second + 1;
  }

  /** Makes the estimate no less than this. */
  raise(hash: number, frequency: number): void {
    const block = this.#blockOf(hash);
    const columns = columnsOf(hash);
    this.#raise(block + (columns & 7), (columns >>> 1) & 28, frequency);
    this.#raise(block + SECOND_ROW + ((columns >>> 8) & 7), (columns >>> 9) & 28, frequency);
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

  #raise(at: number, shift: number, frequency: number): void {
    const counter = (this.#words[at]! >>> shift) & MOST_FREQUENCY;
    if (counter < frequency) this.#words[at]! += (frequency - counter) << shift;
  }
}

/** Six bits for each row, three for the word and three for the counter in it, from a second hash. */
function columnsOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x846c_a68b);
  return mixed ^ (mixed >>> 13);
}
