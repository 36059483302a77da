import { MOST_AGE } from './age-buckets.js';
import type { ReuseCounts } from './reuse-counts.js';

const NOBODY = 0xffff;
const ALL = 2 ** 32;

/**
 * The keys whose hash falls into a fixed part of all hashes, resident or not, with their last use: a spatial sample (Waldspurger
 * et al., "SHARDS", FAST 2015) in which each interval between two uses is counted. The key that was used longest ago makes
 * room for a new one, its interval censored. Fewer than 65,535 keys.
 */
export class KeySample {
  readonly #heads: Uint16Array<ArrayBuffer>;
  readonly #chain: Uint16Array<ArrayBuffer>;
  /** By last use; place `capacity` is where both ends meet. */
  readonly #newer: Uint16Array<ArrayBuffer>;
  readonly #older: Uint16Array<ArrayBuffer>;
  readonly #hashes: Int32Array<ArrayBuffer>;
  readonly #lastUses: Int32Array<ArrayBuffer>;
  readonly #pasts: Uint8Array<ArrayBuffer>;
  #size = 0;
  readonly #threshold: number;

  /** A sample of `capacity` keys that is to reach back over `reach` keys. */
  constructor(
    private readonly capacity: number,
    reach: number,
    private readonly counts: ReuseCounts,
  ) {
    this.#threshold = reach > capacity ? Math.floor((capacity / reach) * ALL) : ALL;
    this.#heads = new Uint16Array(2 ** Math.ceil(Math.log2(capacity))).fill(NOBODY);
    this.#chain = new Uint16Array(capacity);
    this.#newer = new Uint16Array(capacity + 1).fill(capacity);
    this.#older = new Uint16Array(capacity + 1).fill(capacity);
    this.#hashes = new Int32Array(capacity);
    this.#lastUses = new Int32Array(capacity);
    this.#pasts = new Uint8Array(capacity);
  }

  /** Whether no key is left out. */
  get isComplete(): boolean {
    return this.#threshold === ALL;
  }

  has(hash: number): boolean {
    return Math.imul(hash, 0x9e37_79b1) >>> 0 < this.#threshold;
  }

  /** Accesses since the last use of a key, or -1 where it is not known. */
  gap(hash: number, now: number): number {
    const place = this.#find(hash);
    return place === NOBODY ? -1 : ageAt(this.#lastUses[place]!, now);
  }

  /** Notes a use of a key in the sample, after which its past is this one. */
  use(hash: number, now: number, past: number): void {
    let place = this.#find(hash);
    if (place === NOBODY) {
      place = this.#placeFor(hash, now);
    } else {
      this.counts.noteUse(this.#pasts[place]!, ageAt(this.#lastUses[place]!, now));
      this.#unlink(place);
    }
    this.#lastUses[place] = now;
    this.#pasts[place] = past;
    this.#linkNewest(place);
  }

  /** Counts each interval that still lasts in a table by class and age. */
  countOpen(now: number, count: (past: number, age: number) => void): void {
    for (let place = 0; place < this.#size; place++) {
      count(this.#pasts[place]!, ageAt(this.#lastUses[place]!, now));
    }
  }

  /** Gives its keys to another sample as far as they are in it, those of longest ago first. */
  pourInto(other: KeySample): void {
    for (let place = this.#newer[this.capacity]!; place !== this.capacity; place = this.#newer[place]!) {
      const hash = this.#hashes[place]!;
      if (other.has(hash)) other.use(hash, this.#lastUses[place]!, this.#pasts[place]!);
    }
  }

  #find(hash: number): number {
    let place = this.#heads[hash & (this.#heads.length - 1)]!;
    while (place !== NOBODY && this.#hashes[place] !== hash) place = this.#chain[place]!;
    return place;
  }

  #placeFor(hash: number, now: number): number {
    const place = this.#size < this.capacity ? this.#size++ : this.#oldestDropped(now);
    const head = hash & (this.#heads.length - 1);
    this.#hashes[place] = hash;
    this.#chain[place] = this.#heads[head]!;
    this.#heads[head] = place;
    return place;
  }

  #oldestDropped(now: number): number {
    const place = this.#newer[this.capacity]!;
    this.counts.noteCensored(this.#pasts[place]!, ageAt(this.#lastUses[place]!, now));
    this.#unlink(place);
    const head = this.#hashes[place]! & (this.#heads.length - 1);
    if (this.#heads[head] === place) {
      this.#heads[head] = this.#chain[place]!;
      return place;
    }
    let before = this.#heads[head]!;
    while (this.#chain[before] !== place) before = this.#chain[before]!;
    this.#chain[before] = this.#chain[place]!;
    return place;
  }

  #unlink(place: number): void {
    const newer = this.#newer[place]!;
    const older = this.#older[place]!;
    this.#newer[older] = newer;
    this.#older[newer] = older;
  }

  #linkNewest(place: number): void {
    const { capacity } = this;
    const newest = this.#older[capacity]!;
    this.#older[place] = newest;
    this.#newer[place] = capacity;
    this.#newer[newest] = place;
    this.#older[capacity] = place;
  }
}

function ageAt(lastUse: number, now: number): number {
  return Math.min((now - lastUse) >>> 0, MOST_AGE);
}
