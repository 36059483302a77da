/** Finds that there is room for: as many as one pass looks at. */
const PLACES = 256;
/** Dearer than any worth, and below that of any when negative; a whole number, as sums of worths are to stay. */
const BOUND = 2 ** 28;
/** How a threshold that let too little pass is raised, in units of worth: at first, and at most. */
const FIRST_STEP = 16;
const MOST_STEP = 2_048;

/** Slots that were found to be worth less than a threshold, in the order in which they were found, and that threshold. */
export class CheapFinds {
  /** Only what is worth less is found, besides the cheapest of all. */
  threshold: number = -BOUND;
  /** How many there are. */
  size = 0;
  /** The worth of the cheapest that was looked at, and where it is. */
  least: number = BOUND;
  leastSlot = 0;
  leastUse = 0;
  readonly slots: Int32Array<ArrayBuffer> = new Int32Array(PLACES);
  readonly worths: Int32Array<ArrayBuffer> = new Int32Array(PLACES);
  /** The last use of each when it was found. */
  readonly lastUses: Int32Array<ArrayBuffer> = new Int32Array(PLACES);
  #next = 0;
  #step = FIRST_STEP;

  /** The place of the next find, or `size` where there is none left. */
  get next(): number {
    return this.#next;
  }

  /** Goes on to the find behind the next one. */
  drop(): void {
    this.#next++;
  }

  /** Begins a pass. */
  clear(): void {
    this.size = this.#next = 0;
    this.least = BOUND;
  }

  /** Ends a pass that was to find so many: the cheapest of all is found where nothing else is, and the threshold moves. */
  settle(wanted: number): void {
    const found = this.size;
    if (2 * found < wanted) {
      const from = this.threshold < this.least ? this.least : this.threshold;
      this.threshold = from + this.#step;
      this.#step = Math.min(MOST_STEP, 2 * this.#step);
    } else {
      this.#step = FIRST_STEP;
      const excess = found / wanted - 1;
      this.threshold -= Math.ceil(((this.threshold - this.least) * excess) / (4 + excess));
    }
    if (found > 0) return;
    this.slots[0] = this.leastSlot;
    this.worths[0] = this.least;
    this.lastUses[0] = this.leastUse;
    this.size = 1;
  }
}
