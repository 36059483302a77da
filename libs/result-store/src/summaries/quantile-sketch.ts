/** A sketch as plain data: counts by key, each key followed by its count. */
export interface SketchData {
  readonly zeros: number;
  readonly positive: readonly number[];
  readonly negative: readonly number[];
}

const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const PER_LOG = 1 / Math.log(GAMMA);

/**
 * A sketch of numbers that answers quantiles within 1 % of the value and merges without loss: DDSketch, after Masson, Rim and
 * Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees" (VLDB 2019).
 */
export class QuantileSketch {
  readonly #positive = new Bins();
  readonly #negative = new Bins();
  #zeros = 0;

  static from({ zeros, positive, negative }: SketchData): QuantileSketch {
    const sketch = new QuantileSketch();
    sketch.#zeros = zeros;
    sketch.#positive.addAll(positive);
    sketch.#negative.addAll(negative);
    return sketch;
  }

  /** Adds a finite number. */
  add(value: number): void {
    if (value > 0) this.#positive.add(keyOf(value), 1);
    else if (value < 0) this.#negative.add(keyOf(-value), 1);
    else this.#zeros++;
  }

  merge(other: QuantileSketch): void {
    this.#zeros += other.#zeros;
    this.#positive.addAll(other.#positive.toPairs());
    this.#negative.addAll(other.#negative.toPairs());
  }

  /** The value below which a share `q` (0 to 1) of the numbers lies; NaN where there is none. */
  quantile(q: number): number {
    const negatives = this.#negative.count;
    const count = negatives + this.#zeros + this.#positive.count;
    if (count === 0) return Number.NaN;
    const rank = Math.floor(q * (count - 1));
    if (rank < negatives) return -valueOf(this.#negative.keyAt(negatives - 1 - rank));
    return rank < negatives + this.#zeros ? 0 : valueOf(this.#positive.keyAt(rank - negatives - this.#zeros));
  }

  toData(): SketchData {
    return { zeros: this.#zeros, positive: this.#positive.toPairs(), negative: this.#negative.toPairs() };
  }
}

/** Counts by whole-number key, in one array that grows at either end. */
class Bins {
  #counts = new Float64Array(0);
  #offset = 0;
  count = 0;

  add(key: number, times: number): void {
    let index = key - this.#offset;
    if (index < 0 || index >= this.#counts.length) {
      this.#grow(key);
      index = key - this.#offset;
    }
    this.#counts[index]! += times;
    this.count += times;
  }

  addAll(pairs: readonly number[]): void {
    for (let index = 0; index < pairs.length; index += 2) this.add(pairs[index]!, pairs[index + 1]!);
  }

  /** The key of the number at a rank, counted from 0 and from the least key. */
  keyAt(rank: number): number {
    let met = 0;
    for (const [index, count] of this.#counts.entries()) {
      met += count;
      if (met > rank) return index + this.#offset;
    }
    return this.#counts.findLastIndex((count) => count > 0) + this.#offset;
  }

  toPairs(): number[] {
    const pairs: number[] = [];
    for (const [index, count] of this.#counts.entries()) if (count > 0) pairs.push(index + this.#offset, count);
    return pairs;
  }

  #grow(key: number): void {
    const isEmpty = this.#counts.length === 0;
    const low = isEmpty ? key - 8 : Math.min(this.#offset, key - 32);
    const high = isEmpty ? key + 8 : Math.max(this.#offset + this.#counts.length, key + 32);
    const counts = new Float64Array(high - low);
    counts.set(this.#counts, isEmpty ? 0 : this.#offset - low);
    this.#counts = counts;
    this.#offset = low;
  }
}

function keyOf(value: number): number {
  return Math.ceil(Math.log(value) * PER_LOG);
}

function valueOf(key: number): number {
  return (2 * Math.exp(key / PER_LOG)) / (GAMMA + 1);
}
