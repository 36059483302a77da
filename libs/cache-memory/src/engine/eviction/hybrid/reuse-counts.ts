import { bucketOf } from './age-buckets.js';
import { CLASSES, ROW, ROW_STARTS } from './reuse-class.js';

/**
 * What was seen of the intervals between two uses of a key, by the class of the key and the age at which the interval ended:
 * by a use, or out of sight, in the words of survival analysis censored.
 */
export class ReuseCounts {
  readonly uses: Float32Array<ArrayBuffer> = new Float32Array(CLASSES * ROW);
  readonly censored: Float32Array<ArrayBuffer> = new Float32Array(CLASSES * ROW);

  noteUse(past: number, age: number): void {
    this.uses[ROW_STARTS[past]! + bucketOf(age)]!++;
  }

  noteCensored(past: number, age: number): void {
    this.censored[ROW_STARTS[past]! + bucketOf(age)]!++;
  }

  /** Lets what was seen so far count for this part of it only. */
  fade(rest: number): void {
    for (let place = 0; place < this.uses.length; place++) {
      this.uses[place]! *= rest;
      this.censored[place]! *= rest;
    }
  }
}
