import { MOST_FREQUENCY } from './reuse-class.js';

/** Counters for each entry, four rows of them: fewer take keys for one another, more gain nothing that was seen. */
const CELLS_PER_ENTRY = 2;
const FIRST_CELLS = 64;

/**
 * An estimate of how often keys that are not resident were asked for: a count-min sketch of 4-bit counters, of which only the lowest
 * are raised (Estan and Varghese, SIGCOMM 2002), halved by its owner from time to time as in TinyLFU (Einziger, Friedman and Manes,
 * ACM ToS 2017). Residents keep their own count, and bring it back when they leave.
 */
export class AgingSketch {
  /** A cell is two bytes: a counter of each of the four rows. */
  #cells: Uint8Array<ArrayBuffer> = new Uint8Array(2 * FIRST_CELLS);
  #mask = FIRST_CELLS - 1;

  /** Makes room for the keys of so many entries; each cell of a smaller sketch stands for several of the larger one. */
  ensure(entries: number): void {
    while (this.#mask + 1 < CELLS_PER_ENTRY * entries) {
      const larger = new Uint8Array(2 * this.#cells.length);
      larger.set(this.#cells);
      larger.set(this.#cells, this.#cells.length);
      this.#cells = larger;
      this.#mask = 2 * this.#mask + 1;
    }
  }

  frequency(hash: number): number {
    const cells = this.#cells;
    const mask = this.#mask;
    const other = scramble(hash);
    return Math.min(
      cells[(hash & mask) << 1]! & 15,
      cells[(other & mask) << 1]! >> 4,
      cells[((third(hash, other) & mask) << 1) + 1]! & 15,
      cells[((fourth(hash, other) & mask) << 1) + 1]! >> 4,
    );
  }

  /** Counts a request and answers the new estimate. */
  add(hash: number): number {
    const frequency = Math.min(MOST_FREQUENCY, this.frequency(hash) + 1);
    this.raise(hash, frequency);
    return frequency;
  }

  /** Makes the estimate no less than this. */
  raise(hash: number, frequency: number): void {
    const mask = this.#mask;
    const other = scramble(hash);
    this.#raiseLow((hash & mask) << 1, frequency);
    this.#raiseHigh((other & mask) << 1, frequency);
    this.#raiseLow(((third(hash, other) & mask) << 1) + 1, frequency);
    this.#raiseHigh(((fourth(hash, other) & mask) << 1) + 1, frequency);
  }

  halve(): void {
    const cells = this.#cells;
    for (let at = 0; at < cells.length; at++) cells[at] = (cells[at]! >>> 1) & 0x77;
  }

  #raiseLow(at: number, frequency: number): void {
    const cell = this.#cells[at]!;
    if ((cell & 15) < frequency) this.#cells[at] = (cell & 240) | frequency;
  }

  #raiseHigh(at: number, frequency: number): void {
    const cell = this.#cells[at]!;
    if (cell >> 4 < frequency) this.#cells[at] = (cell & 15) | (frequency << 4);
  }
}

function third(hash: number, other: number): number {
  return (hash >>> 15) ^ (other << 5);
}

function fourth(hash: number, other: number): number {
  return (other >>> 13) ^ (hash << 9);
}

/** A second hash of the first (Wellons' "lowbias32", 2018). */
function scramble(hash: number): number {
  let mixed = hash ^ 0x9e37_79b9;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb_352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846c_a68b);
  return mixed ^ (mixed >>> 16);
}
