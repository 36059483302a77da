import { NONE } from '../eviction-policy.js';
import { BUCKET_STARTS, BUCKETS, bucketOf, MOST_AGE } from './age-buckets.js';
import { classOfGap, frequencyOf, gapClassOf, MOST_FREQUENCY, pastOf, ROW_STARTS } from './reuse-class.js';
import { FIRST_INDICES } from './reuse-learner.js';
import { costPerWeight } from './worth.js';

const RECORD = 8;
const PAST = 4;
const COST = 5;
const WEIGHT = 6;
const FLAGS = 7;
const RESIDENT = 1;
const SAMPLED = 2;
const LISTED = 4;
const BUCKET_SHARES = Float64Array.from(
  { length: BUCKETS },
  (_, bucket) => 1 / (BUCKET_STARTS[bucket + 1]! - BUCKET_STARTS[bucket]!),
);

/** What is known of each resident, in a record of 8 bytes: its last use, its past, its cost and weight as steps, and flags. */
export class Residents {
  /** Uses and newcomers up to now, as 32 bits that wrap around. */
  now = 0;
  count = 0;
  /** Places in the list of residents; some may be of entries that left. */
  places = 0;
  #used = 0;
  #listed: Int32Array<ArrayBuffer> = new Int32Array(16);
  /** The binary logarithm of the number of entries to which gaps are compared. */
  entriesLog2 = 4;
  /** Whether an entry takes its weight from the cache, rather than one place of equal ones. */
  isByWeight = false;
  /** What keeping an entry is worth, by class and age. */
  indices: Float32Array = FIRST_INDICES;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(16 * RECORD);
  #lastUses: Int32Array<ArrayBuffer> = new Int32Array(this.#bytes.buffer);

  has(slot: number): boolean {
    return (this.#bytes[slot * RECORD + FLAGS]! & RESIDENT) !== 0;
  }

  lastUse(slot: number): number {
    return this.#lastUses[2 * slot]!;
  }

  past(slot: number): number {
    return this.#bytes[slot * RECORD + PAST]!;
  }

  /** Notes whether something is learned from the key of this resident. */
  setSampled(slot: number, isSampled: boolean): void {
    this.#bytes[slot * RECORD + FLAGS] = isSampled ? RESIDENT | SAMPLED | LISTED : RESIDENT | LISTED;
  }

  /** The resident at this place of the list, or `NONE` where the list ends before it. What left is struck off on the way. */
  residentAt(place: number): number {
    while (place < this.places) {
      const slot = this.#listed[place]!;
      if (this.has(slot)) return slot;
      this.#bytes[slot * RECORD + FLAGS] = 0;
      this.#listed[place] = this.#listed[--this.places]!;
    }
    return NONE;
  }

  /** Calls with each resident. */
  forEach(visit: (slot: number) => void): void {
    for (let place = 0; this.residentAt(place) !== NONE; place++) visit(this.#listed[place]!);
  }

  add(slot: number, past: number, costStep: number, weightStep: number, isSampled: boolean): void {
    if (slot >= this.#used) this.#reach(slot);
    const at = slot * RECORD;
    if ((this.#bytes[at + FLAGS]! & LISTED) === 0) this.#list(slot);
    this.#lastUses[2 * slot] = this.now;
    this.#bytes[at + PAST] = past;
    this.#bytes[at + COST] = costStep;
    this.#bytes[at + WEIGHT] = weightStep;
    this.setSampled(slot, isSampled);
    this.count++;
  }

  delete(slot: number): void {
    this.#bytes[slot * RECORD + FLAGS] = LISTED; // for a newcomer that soon takes the slot, as a rule
    this.count--;
  }

  /**
   * Notes a use in a batch that began at `start`; several in one batch are one step of its past that counts several times. Answers
   * whether it is the first of a resident that something is learned from.
   */
  use(slot: number, start: number): boolean {
    const bytes = this.#bytes;
    const at = slot * RECORD;
    const lastUse = this.#lastUses[2 * slot]!;
    const past = bytes[at + PAST]!;
    const now = (this.now + 1) | 0;
    const isFirst = ((lastUse - start) | 0) <= 0;
    const gapClass = isFirst ? classOfGap((now - lastUse) & MOST_AGE, this.entriesLog2) : gapClassOf(past);
    const frequency = frequencyOf(past);
    this.now = now;
    this.#lastUses[2 * slot] = now;
    bytes[at + PAST] = pastOf(frequency < MOST_FREQUENCY ? frequency + 1 : frequency, gapClass);
    return isFirst && (bytes[at + FLAGS]! & SAMPLED) !== 0;
  }

  /** What keeping a resident is worth: its index at its age, times its cost, over its weight where that is scarce. */
  value(slot: number): number {
    const bytes = this.#bytes;
    const at = slot * RECORD;
    const age = Math.min((this.now - this.#lastUses[2 * slot]!) >>> 0, MOST_AGE);
    const bucket = bucketOf(age);
    const place = ROW_STARTS[bytes[at + PAST]!]! + bucket;
    const weightStep = this.isByWeight ? bytes[at + WEIGHT]! : 0;
    let index = this.indices[place]!;
    const later = this.indices[place + 1]!;
    // Only upwards: what falls in the next bucket is what peaks in this one, and the use may still be to come.
    if (later > index) index += (later - index) * (age - BUCKET_STARTS[bucket]!) * BUCKET_SHARES[bucket]!;
    return index * costPerWeight(bytes[at + COST]!, weightStep);
  }

  /** What keeping a newcomer would be worth. */
  newcomerValue(past: number, costStep: number, weightStep: number): number {
    return this.indices[ROW_STARTS[past]!]! * costPerWeight(costStep, this.isByWeight ? weightStep : 0);
  }

  /** Halves all frequencies. */
  halveFrequencies(): void {
    for (let at = PAST; at < this.#used * RECORD; at += RECORD) {
      const past = this.#bytes[at]!;
      this.#bytes[at] = pastOf(frequencyOf(past) >>> 1, gapClassOf(past));
    }
  }

  #list(slot: number): void {
    if (this.places === this.#listed.length) {
      const longer = new Int32Array(2 * this.places);
      longer.set(this.#listed);
      this.#listed = longer;
    }
    this.#listed[this.places++] = slot;
  }

  #reach(slot: number): void {
    this.#used = slot + 1;
    if (this.#used * RECORD <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * RECORD * this.#used);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#lastUses = new Int32Array(larger.buffer);
  }
}
