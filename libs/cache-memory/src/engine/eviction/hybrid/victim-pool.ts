import { NONE } from '../eviction-policy.js';
import type { Residents } from './residents.js';

const PLACES = 8;
/** Residents that are looked at for one refill; more where weights differ, since the best are rarer then. */
const LOOKS = 64;
const LOOKS_BY_WEIGHT = 256;
/** Neighbours that are looked at together, for one line of the processor's cache holds several. */
const RUN = 4;
/** Victims between two refills. */
const VICTIMS = 4;
/** An entry that got worth so much more than the worst in the pool is no victim any more. */
const TOLERANCE = 1.5;

/**
 * The cheapest residents that were seen lately: each refill keeps the cheapest of those in it and a random sample (Psounis and
 * Prabhakar, "Efficient Randomized Web-Cache Replacement Schemes Using Samples from Past Eviction Times", ToN 2002).
 */
export class VictimPool {
  /** The cheapest last. */
  readonly #slots = new Int32Array(PLACES);
  readonly #values = new Float64Array(PLACES);
  #size = 0;
  #limit = Infinity;
  #asks = 0;
  #seed: number = (Math.random() * 2 ** 32) | 1;

  constructor(private readonly residents: Residents) {}

  /** The cheapest resident that is known of; `NONE` where there is no resident. */
  cheapest(): number {
    if (this.residents.count === 0) return NONE;
    if (this.#asks >= VICTIMS) this.#refill();
    for (;;) {
      while (this.#size > 0) {
        const slot = this.#slots[this.#size - 1]!;
        if (this.residents.has(slot) && this.residents.value(slot) <= this.#limit) return slot;
        this.#size--;
      }
      this.#refill();
    }
  }

  /** What the last of so many victims was worth when it was last looked at. */
  valueOf(victims: number): number {
    return this.#values[Math.max(0, this.#size - victims)]!;
  }

  /** Counts part of a victim that was named. */
  count(part: number): void {
    this.#asks += part;
  }

  /** Forgets the slot that was last named. */
  drop(): void {
    this.#size--;
  }

  #refill(): void {
    const { residents } = this;
    const looks = residents.isByWeight ? LOOKS_BY_WEIGHT : LOOKS;
    this.#asks = 0;
    this.#revalue();
    if (residents.count <= looks) this.#look(0, residents.count);
    else for (let seen = 0; seen < looks; seen += RUN) this.#look(this.#randomPlace(), RUN);
    this.#limit = TOLERANCE * this.#values[0]!;
  }

  #revalue(): void {
    const known = this.#size;
    this.#size = 0;
    for (let place = 0; place < known; place++) {
      const slot = this.#slots[place]!;
      if (this.residents.has(slot)) this.#consider(slot, this.residents.value(slot));
    }
  }

  /** Looks at so many places in the list of residents, from its start again where it ends. */
  #look(from: number, count: number): void {
    let place = from;
    for (let seen = 0; seen < count; seen++) {
      let slot = this.residents.residentAt(place);
      if (slot === NONE) slot = this.residents.residentAt((place = 0));
      this.#consider(slot, this.residents.value(slot));
      place++;
    }
  }

  #consider(slot: number, value: number): void {
    const isFull = this.#size === PLACES;
    if (isFull && value >= this.#values[0]!) return;
    for (let place = 0; place < this.#size; place++) if (this.#slots[place] === slot) return;
    if (isFull) this.#pushOut(slot, value);
    else this.#putIn(slot, value);
  }

  #putIn(slot: number, value: number): void {
    let place = this.#size++;
    for (; place > 0 && this.#values[place - 1]! < value; place--) this.#shift(place - 1, place);
    this.#set(place, slot, value);
  }

  #pushOut(slot: number, value: number): void {
    let place = 0;
    for (; place + 1 < PLACES && this.#values[place + 1]! > value; place++) this.#shift(place + 1, place);
    this.#set(place, slot, value);
  }

  #shift(from: number, to: number): void {
    this.#set(to, this.#slots[from]!, this.#values[from]!);
  }

  #set(place: number, slot: number, value: number): void {
    this.#slots[place] = slot;
    this.#values[place] = value;
  }

  /** Xorshift (Marsaglia 2003). */
  #randomPlace(): number {
    let seed = this.#seed;
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    this.#seed = seed;
    return Math.floor(((seed >>> 0) / 2 ** 32) * this.residents.places);
  }
}
