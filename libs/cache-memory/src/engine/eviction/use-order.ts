import { grownColumn } from '../columns/grown-column.js';
import { NONE } from './eviction-policy.js';
import { sortByNumber } from './radix-sort.js';

/** The number of a slot that is not in the order: less than any other. */
const ABSENT: number = -(2 ** 31);
const FIRST_SLOTS = 64;
/** Slots up to which all are lined up at once. */
const FEW = 1_024;
/** Slots that are looked at to tell how many were used before a certain number, and how many of them must be there. */
const LOOKS = 256;
const FEWEST_FOUND = 64;
/** Of more slots this part is lined up, */
const PART = 1 / 2;
/** but no more than so many, since that is done at one go, */
const MOST = 65_536;
/** unless they are so small a part that picking them out would cost more than sorting them. */
const LEAST_PART = 1 / 32;
/** Slots of which is counted together how many are in the order, so that none is looked for where there is nobody. */
const BLOCK_BITS = 8;
const BLOCK: number = 2 ** BLOCK_BITS;

/**
 * Slots in the exact order of their last use, for one write a use: each has the number of its last use, 4 bytes. Only when the first
 * of all is asked for, those that were used longest ago are picked out and sorted, many at a time; what was used since is passed
 * over.
 */
export class UseOrder {
  #numbers: Int32Array<ArrayBuffer> = new Int32Array(FIRST_SLOTS).fill(ABSENT);
  /** How many there are of each block of slots. */
  #occupied: Int32Array<ArrayBuffer> = new Int32Array(1);
  #count = 0;
  /** Slots that were ever in the order. */
  #used = 0;
  /** The number of the latest use. */
  #now = ABSENT;
  readonly #last: number;
  /** All whose number was not above `#lineEnd` when they were lined up, from the lowest up; those before `#next` have left. */
  #line: Int32Array<ArrayBuffer> = new Int32Array(FIRST_SLOTS);
  #lineEnd = ABSENT;
  #next = 0;
  #lined = 0;
  /** Whether they were found in the order of their numbers, and the lowest and the latest of these. */
  #isSorted = true;
  #lowest = ABSENT;
  #latest = ABSENT;
  /** Where the next search begins: behind the slot that was lined up last, as what came in turn also goes in turn. */
  #hand = 0;

  /** `numbers` is how many uses are told apart before all are numbered anew; more than there are slots. */
  constructor(numbers: number = 2 ** 32 - 2) {
    this.#last = ABSENT + numbers;
  }

  /** Takes in a slot that is not there, as used now. */
  add(slot: number): void {
    if (slot >= this.#used) this.#reach(slot);
    if (this.#now >= this.#last) this.#numberAnew();
    this.#now = (this.#now + 1) | 0;
    this.#numbers[slot] = this.#now;
    this.#occupied[slot >> BLOCK_BITS]!++;
    this.#count++;
  }

  /** The first `count` of these slots are used, one after another. */
  useAll(slots: Int32Array, count: number): void {
    if (this.#now >= this.#last - count) {
      this.#useEach(slots, count);
      return;
    }
    const numbers = this.#numbers;
    let now = this.#now;
    for (let index = 0; index < count; index++) {
      now = (now + 1) | 0;
      numbers[slots[index]!] = now;
    }
    this.#now = now;
  }

  /** Takes a slot out. */
  delete(slot: number): void {
    this.#numbers[slot] = ABSENT;
    this.#occupied[slot >> BLOCK_BITS]!--;
    this.#count--;
  }

  /** The slot that was used longest ago, or `NONE`. */
  first(): number {
    if (this.#next < this.#lined) {
      const slot = this.#line[this.#next]!;
      if (this.#isUnchanged(slot)) return slot;
    }
    return this.#search();
  }

  #isUnchanged(slot: number): boolean {
    const number = this.#numbers[slot]!;
    return number <= this.#lineEnd && number !== ABSENT;
  }

  #search(): number {
    for (; this.#next < this.#lined; this.#next++) {
      const slot = this.#line[this.#next]!;
      if (this.#isUnchanged(slot)) return slot;
    }
    if (this.#count === 0) return NONE;
    this.#lineUp(this.#bound());
    return this.#line[0]!;
  }

  /** The number up to which slots are lined up, so that they are about as many as they should be: seen from a few. */
  #bound(): number {
    const used = this.#used;
    if (used <= FEW) return this.#now;
    const found = new Int32Array(LOOKS);
    let size = 0;
    for (let look = 0; look < LOOKS; look++) {
      const number = this.#numbers[(this.#hand + Math.floor((look * used) / LOOKS)) % used]!;
      if (number !== ABSENT) found[size++] = number;
    }
    if (size < FEWEST_FOUND) return this.#now;
    const part = Math.max(Math.min(PART, MOST / this.#count), LEAST_PART);
    return found.subarray(0, size).sort()[Math.floor(part * size)]!;
  }

  /** Lines up the slots whose number is not above the bound. */
  #lineUp(bound: number): void {
    this.#next = this.#lined = 0;
    this.#lineEnd = this.#lowest = bound;
    this.#latest = ABSENT;
    this.#isSorted = true;
    this.#collect(this.#hand, this.#used);
    this.#collect(0, this.#hand);
    if (this.#lined === 0) return;
    if (!this.#isSorted) sortByNumber(this.#line, this.#lined, this.#numbers, this.#lowest, bound);
    this.#hand = this.#line[this.#lined - 1]! + 1;
  }

  /** Finds those among slots `from` to `to` - 1. */
  #collect(from: number, to: number): void {
    for (let block = from & -BLOCK; block < to; block += BLOCK) {
      if (this.#occupied[block >> BLOCK_BITS]! > 0) {
        this.#collectBlock(Math.max(block, from), Math.min(block + BLOCK, to));
      }
    }
  }

  #collectBlock(from: number, to: number): void {
    if (this.#line.length < this.#lined + BLOCK) this.#line = grownColumn(this.#line, 2 * (this.#lined + BLOCK));
    const numbers = this.#numbers;
    const line = this.#line;
    const bound = this.#lineEnd;
    let lined = this.#lined;
    let lowest = this.#lowest;
    let latest = this.#latest;
    let isSorted = this.#isSorted;
    for (let slot = from; slot < to; slot++) {
      const number = numbers[slot]!;
      if (number > bound || number === ABSENT) continue;
      line[lined++] = slot;
      if (number < latest) isSorted = false;
      if (number < lowest) lowest = number;
      latest = number;
    }
    this.#lined = lined;
    this.#lowest = lowest;
    this.#latest = latest;
    this.#isSorted = isSorted;
  }

  #useEach(slots: Int32Array, count: number): void {
    for (let index = 0; index < count; index++) {
      if (this.#now >= this.#last) this.#numberAnew();
      this.#now = (this.#now + 1) | 0;
      this.#numbers[slots[index]!] = this.#now;
    }
  }

  /** Numbers all slots from the lowest number on, in their order. */
  #numberAnew(): void {
    this.#lineUp(this.#now);
    this.#now = ABSENT;
    for (let place = 0; place < this.#lined; place++) this.#numbers[this.#line[place]!] = ++this.#now;
    this.#lineEnd = this.#now;
  }

  #reach(slot: number): void {
    this.#used = slot + 1;
    if (slot < this.#numbers.length) return;
    const slots = 2 * slot;
    this.#numbers = grownColumn(this.#numbers, slots, ABSENT);
    this.#occupied = grownColumn(this.#occupied, Math.ceil(slots / BLOCK));
  }
}
