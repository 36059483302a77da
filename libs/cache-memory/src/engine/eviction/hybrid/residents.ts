import { NONE } from '../eviction-policy.js';
import { BUCKETS_PER_OCTAVE, bucketOf, MOST_AGE } from './age-buckets.js';
import type { CheapFinds } from './cheap-finds.js';
import { classOfGap, frequencyOf, GAP_BITS, gapClassOf, pastOf, ROW_STARTS } from './reuse-class.js';
import { FIRST_INDICES } from './reuse-learner.js';
import { UNITS_PER_STEP } from './worth.js';

/** A record is two words: the last use, and what else is known. */
const WORDS = 2;
/** The bits of the second word, from below: the past, the cost and the weight in 8 each, then these. */
const PAST = 0xff;
const COST = 8;
const WEIGHT = 16;
const STEP = 0xff;
const SAMPLED = 1 << 24;
const USED = 1 << 25;
const EPOCH = 26;
const EPOCHS = 16;
const RESIDENT = 1 << 31;
const GAPS: number = 2 ** GAP_BITS - 1;
const FREQUENCIES: number = PAST & ~GAPS;
/** Slots of which is counted together how many are resident, so that none is looked for where there is nobody. */
const BLOCK_BITS = 6;
/** Ages in one bucket are told apart by so many bits, just enough to put those of equal worth in an order. */
const TIE_BITS = 4;
const TIES: number = 2 ** TIE_BITS - 1;
const TIE_SHIFT: number = 31 - Math.log2(BUCKETS_PER_OCTAVE) - TIE_BITS;
const FIRST_TIE: number = BUCKETS_PER_OCTAVE << TIE_BITS;
/** What the hottest loop reads of other files, as constants of this one, which V8 knows the values of. */
const ROWS = ROW_STARTS;
const OLDEST = MOST_AGE;
const UNITS = UNITS_PER_STEP;

/** What is known of each resident, in a record of 8 bytes: its last use, its past, its cost and weight as steps, and flags. */
export class Residents {
  /** Uses and newcomers up to now, as 32 bits that wrap around. */
  now = 0;
  count = 0;
  /** The binary logarithm of the number of entries to which gaps are compared. */
  entriesLog2 = 4;
  /** Whether an entry takes its weight from the cache, rather than one place of equal ones. */
  isByWeight = false;
  /** What keeping an entry is worth, by class and age. */
  indices: Int16Array = FIRST_INDICES;
  #records: Int32Array<ArrayBuffer> = new Int32Array(2 ** BLOCK_BITS * WORDS);
  /** How many are resident of each block of slots. */
  #occupied: Uint8Array<ArrayBuffer> = new Uint8Array(1);
  /** Slots that were ever in use. */
  #used = 0;
  /** The slot that is looked at next. */
  #hand = 0;
  /** How often frequencies were halved, in the bits of a record that tell up to when this was done for it. */
  #epoch = 0;

  has(slot: number): boolean {
    return this.#records[WORDS * slot + 1]! < 0;
  }

  lastUse(slot: number): number {
    return this.#records[WORDS * slot]!;
  }

  past(slot: number): number {
    return this.#current(slot) & PAST;
  }

  /** Whether it was used since it came. */
  wasUsed(slot: number): boolean {
    return (this.#records[WORDS * slot + 1]! & USED) !== 0;
  }

  /** Notes whether something is learned from the key of this resident. */
  setSampled(slot: number, isSampled: boolean): void {
    const at = WORDS * slot + 1;
    this.#records[at] = isSampled ? this.#records[at]! | SAMPLED : this.#records[at]! & ~SAMPLED;
  }

  /** Calls with each resident. */
  forEach(visit: (slot: number) => void): void {
    for (let slot = 0; slot < this.#used; slot++) if (this.has(slot)) visit(slot);
  }

  add(slot: number, past: number, costStep: number, weightStep: number, isSampled: boolean): void {
    if (slot >= this.#used) this.#reach(slot);
    const at = WORDS * slot;
    this.#records[at] = this.now;
    this.#records[at + 1] =
      past |
      (costStep << COST) |
      (weightStep << WEIGHT) |
      (isSampled ? RESIDENT | SAMPLED : RESIDENT) |
      (this.#epoch << EPOCH);
    this.#occupied[slot >> BLOCK_BITS]!++;
    this.count++;
  }

  delete(slot: number): void {
    this.#records[WORDS * slot + 1] = 0;
    this.#occupied[slot >> BLOCK_BITS]!--;
    this.count--;
  }

  /**
   * Notes the uses of a batch; several of one resident are one step of its past that counts several times. Those from which
   * something is learned are written to `learned`; answers how many.
   */
  use(slots: Int32Array, count: number, learned: Int32Array): number {
    const records = this.#records;
    const start = this.now;
    let now = start;
    let found = 0;
    for (let index = 0; index < count; index++) {
      const slot = slots[index]!;
      const at = WORDS * slot;
      const lastUse = records[at]!;
      let known = this.#current(slot);
      now = (now + 1) | 0;
      records[at] = now;
      if (((lastUse - start) | 0) <= 0) {
        known = (known & ~GAPS) | USED | classOfGap((now - lastUse) & MOST_AGE, this.entriesLog2);
        if ((known & SAMPLED) !== 0) learned[found++] = slot;
      }
      records[at + 1] = (known & FREQUENCIES) === FREQUENCIES ? known : known + (1 << GAP_BITS);
    }
    this.now = now;
    return found;
  }

  /** What keeping a resident is worth, in units: its index at its age, times its cost, over its weight where that is scarce. */
  worth(slot: number): number {
    return worthOf(this.#current(slot), (this.now - this.#records[WORDS * slot]!) | 0, this.indices, this.#weighed);
  }

  /** What keeping a newcomer would be worth, in units. */
  newcomerWorth(past: number, costStep: number, weightStep: number): number {
    return worthOf(past | (costStep << COST) | (weightStep << WEIGHT), 0, this.indices, this.#weighed);
  }

  /** Of all residents the one that is worth least, of several alike the one that was used longest ago; slow where there are many. */
  cheapest(): number {
    let cheapest = NONE;
    let least = 0;
    let oldest = 0;
    this.forEach((slot) => {
      const worth = this.worth(slot);
      const age = (this.now - this.lastUse(slot)) & MOST_AGE;
      if (cheapest !== NONE && (worth > least || (worth === least && age <= oldest))) return;
      cheapest = slot;
      least = worth;
      oldest = age;
    });
    return cheapest;
  }

  /** Looks at so many residents in turn, or at all there are, and finds those that are worth less than the threshold. */
  look(most: number, finds: CheapFinds): void {
    const records = this.#records;
    const { now, indices } = this;
    const { threshold, slots, worths, lastUses } = finds;
    const weighed = this.#weighed;
    const current = (RESIDENT | (this.#epoch << EPOCH)) >>> EPOCH;
    const end = WORDS * this.#used;
    let { size, least } = finds;
    let bound = Math.max(threshold, least) + TIES;
    let at = WORDS * this.#hand;
    for (let left = Math.min(most, this.count); left > 0; at += WORDS) {
      if (at >= end) at = 0;
      let known = records[at + 1]!;
      if (known >>> EPOCH !== current) {
        if (known >= 0) {
          if (this.#occupied[at >> (BLOCK_BITS + 1)] === 0) at |= WORDS * (2 ** BLOCK_BITS - 1);
          continue;
        }
        known = this.#current(at >> 1);
      }
      left--;
      const lastUse = records[at]!;
      const age = (now - lastUse) & OLDEST; // the oldest of all ages wraps around
      const place = ROWS[known & PAST]! + bucketOf(age);
      const index = indices[place]!;
      let worth = index + (((known >>> COST) & STEP) - ((known >>> WEIGHT) & weighed)) * UNITS;
      if (worth > bound) continue;
      worth += trifleOf(age, index, indices[place + 1]!);
      if (worth < least) {
        least = worth;
        finds.leastSlot = at >> 1;
        finds.leastUse = lastUse;
        bound = Math.max(threshold, least) + TIES;
      }
      if (worth >= threshold) continue;
      slots[size] = at >> 1;
      worths[size] = worth;
      lastUses[size++] = lastUse;
    }
    finds.size = size;
    finds.least = least;
    this.#hand = at >> 1;
  }

  /** Halves all frequencies, each when its record is next read. */
  halveFrequencies(): void {
    this.#epoch = (this.#epoch + 1) % EPOCHS;
  }

  /** The second word of a record, its frequency halved as often as it has to be. */
  #current(slot: number): number {
    const at = WORDS * slot + 1;
    const known = this.#records[at]!;
    const halvings = (this.#epoch - (known >>> EPOCH)) & (EPOCHS - 1);
    if (halvings === 0) return known;
    const past = known & PAST;
    const halved = pastOf(frequencyOf(past) >>> halvings, gapClassOf(past));
    return (this.#records[at] = (known & ~PAST & ~((EPOCHS - 1) << EPOCH)) | halved | (this.#epoch << EPOCH));
  }

  /** The bits of a weight that count. */
  get #weighed(): number {
    return this.isByWeight ? STEP : 0;
  }

  #reach(slot: number): void {
    this.#used = slot + 1;
    if (this.#used * WORDS <= this.#records.length) return;
    const blocks = Math.ceil((2 * this.#used) / 2 ** BLOCK_BITS);
    const records = new Int32Array(blocks * 2 ** BLOCK_BITS * WORDS);
    records.set(this.#records);
    this.#records = records;
    const occupied = new Uint8Array(blocks);
    occupied.set(this.#occupied);
    this.#occupied = occupied;
  }
}

/** What a record and an age are worth. Where the chances fall, the older of two in one bucket is worth a trifle less, else more. */
function worthOf(known: number, sinceUse: number, indices: Int16Array, weighed: number): number {
  const age = sinceUse & OLDEST;
  const place = ROWS[known & PAST]! + bucketOf(age);
  const index = indices[place]!;
  const worth = index + (((known >>> COST) & STEP) - ((known >>> WEIGHT) & weighed)) * UNITS;
  return worth + trifleOf(age, index, indices[place + 1]!);
}

function trifleOf(age: number, index: number, later: number): number {
  if (age < FIRST_TIE || later === index) return 0;
  const trifle = (age >>> (TIE_SHIFT - Math.clz32(age))) & TIES;
  return later < index ? -trifle : trifle;
}
