import { fromPlainNumber, type PlainNumber, toPlainNumber } from './plain-number.js';
import { QuantileSketch, type SketchData } from './quantile-sketch.js';

/** What is known of the numbers of a column without reading them. */
export interface ColumnSummary {
  /** How many finite numbers there are. */
  readonly count: number;
  readonly nulls: number;
  /** How many are NaN or infinite: they count in nothing else. */
  readonly notFinite: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** The standard deviation of the sample (n - 1); NaN for fewer than two numbers. */
  readonly sd: number;
  /** The value below which a share `q` (0 to 1) lies, within 1 % of it. */
  quantile(q: number): number;
}

/** A tally as plain data. */
export interface TallyData {
  readonly count: number;
  readonly nulls: number;
  readonly notFinite: number;
  readonly min: PlainNumber;
  readonly max: PlainNumber;
  readonly mean: PlainNumber;
  readonly squares: PlainNumber;
  readonly sketch: SketchData;
}

/**
 * A running summary of numbers. Mean and squares follow Welford (Technometrics 1962), merged after Chan, Golub and LeVeque
 * (COMPSTAT 1982).
 */
export class Tally implements ColumnSummary {
  count = 0;
  nulls = 0;
  notFinite = 0;
  min: number = Number.NaN;
  max: number = Number.NaN;
  mean: number = Number.NaN;
  #squares = 0;
  #sketch = new QuantileSketch();

  static from(data: TallyData): Tally {
    const tally = new Tally();
    tally.count = data.count;
    tally.nulls = data.nulls;
    tally.notFinite = data.notFinite;
    if (data.count > 0) {
      tally.min = fromPlainNumber(data.min);
      tally.max = fromPlainNumber(data.max);
      tally.mean = fromPlainNumber(data.mean);
    }
    tally.#squares = fromPlainNumber(data.squares);
    tally.#sketch = QuantileSketch.from(data.sketch);
    return tally;
  }

  get sd(): number {
    return this.count < 2 ? Number.NaN : Math.sqrt(this.#squares / (this.count - 1));
  }

  quantile(q: number): number {
    if (q <= 0) return this.min;
    if (q >= 1) return this.max;
    return Math.min(this.max, Math.max(this.min, this.#sketch.quantile(q)));
  }

  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.notFinite++;
      return;
    }
    if (this.count++ === 0) {
      this.min = this.max = this.mean = value;
    } else {
      if (value < this.min) this.min = value;
      if (value > this.max) this.max = value;
      const away = value - this.mean;
      this.mean += away / this.count;
      this.#squares += away * (value - this.mean);
    }
    this.#sketch.add(value);
  }

  merge(other: Tally): void {
    this.nulls += other.nulls;
    this.notFinite += other.notFinite;
    if (other.count === 0) return;
    const count = this.count + other.count;
    const own = this.count === 0 ? 0 : this.mean;
    const away = other.mean - own;
    this.min = this.count === 0 ? other.min : Math.min(this.min, other.min);
    this.max = this.count === 0 ? other.max : Math.max(this.max, other.max);
    this.mean = own + (away * other.count) / count;
    this.#squares += other.#squares + (away * away * this.count * other.count) / count;
    this.count = count;
    this.#sketch.merge(other.#sketch);
  }

  toData(): TallyData {
    const { count, nulls, notFinite } = this;
    return {
      count,
      nulls,
      notFinite,
      min: toPlainNumber(this.min),
      max: toPlainNumber(this.max),
      mean: toPlainNumber(this.mean),
      squares: toPlainNumber(this.#squares),
      sketch: this.#sketch.toData(),
    };
  }
}
