import { bucketOf } from './age-buckets.js';
import { CLASS_OF_PAST, CLASSES, ROW, ROW_STARTS } from './reuse-class.js';

/** A class of which less is left counts as one that was never seen. */
const LEAST = 0.01;

/**
 * What was seen of the intervals between two uses of a key, by the class of the key and the age at which the interval ended:
 * by a use, or out of sight, in the words of survival analysis censored.
 */
export class ReuseCounts {
  readonly uses: Float32Array<ArrayBuffer> = new Float32Array(CLASSES * ROW);
  readonly censored: Float32Array<ArrayBuffer> = new Float32Array(CLASSES * ROW);
  /** Uses that were noted since somebody set this to 0. */
  latestUses = 0;
  /** Which classes anything was seen of. */
  readonly #isSeen = new Uint8Array(CLASSES);

  /** Whether anything was seen of a class that still counts. */
  has(own: number): boolean {
    return this.#isSeen[own] === 1;
  }

  noteUse(past: number, age: number): void {
    this.latestUses++;
    this.uses[ROW_STARTS[past]! + bucketOf(age)]!++;
    this.#isSeen[CLASS_OF_PAST[past]!] = 1;
  }

  noteCensored(past: number, age: number): void {
    this.censored[ROW_STARTS[past]! + bucketOf(age)]!++;
    this.#isSeen[CLASS_OF_PAST[past]!] = 1;
  }

  /** Lets what was seen so far count for this part of it only. */
  fade(rest: number): void {
    for (let own = 0; own < CLASSES; own++) {
      if (!this.has(own)) continue;
      let left = 0;
      for (let place = own * ROW; place < (own + 1) * ROW; place++) {
        this.uses[place]! *= rest;
        this.censored[place]! *= rest;
        left += this.uses[place]! + this.censored[place]!;
      }
      if (left < LEAST) this.#forget(own);
    }
  }

  #forget(own: number): void {
    this.#isSeen[own] = 0;
    this.uses.fill(0, own * ROW, (own + 1) * ROW);
    this.censored.fill(0, own * ROW, (own + 1) * ROW);
  }
}
