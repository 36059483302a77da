/** What the last major collections tell of how hard V8 works for the heap. */
export interface Strain {
  /** Whether collections follow one another so closely that they may take most of the time. */
  readonly isBusy: boolean;
  /** How many busy collections in a row left the heap so full that V8 counts them as of no use. */
  readonly uselessInARow: number;
}

/**
 * Collections are close together where they follow within so many milliseconds for each megabyte that is live, on average: many times
 * what one takes, since other processes may leave V8 little CPU time.
 */
const CLOSE_MS_A_MEGABYTE = 40;
/** How many in a row have to be further apart until they count as seldom: between two, the process may just have been held up. */
const SELDOM = 3;
const MB = 2 ** 20;
/** From this share of the old generation on, left after a collection, V8 counts it as of no use where it takes most of the time. */
const USELESS = 0.795;

/**
 * Follows V8's own count of collections that were of no use: it ends the process after four in a row that left more than 0.8 of the
 * old generation live and took, on average, more than 0.6 of the time. How long they took nobody tells, since most of it is spent
 * in small steps, so the time between them stands in for it.
 */
export class CollectionStrain implements Strain {
  #lastAtMs: number | undefined;
  #apartMs = Infinity;
  #uselessInARow = 0;
  /** Collections in a row that were not close together. */
  #apartInARow = SELDOM;

  get isBusy(): boolean {
    return this.#apartInARow < SELDOM;
  }

  get uselessInARow(): number {
    return this.#uselessInARow;
  }

  /** Notes a major collection that was seen at this moment, and what it left. */
  note(atMs: number, liveBytes: number, limitBytes: number): void {
    const apartMs = this.#lastAtMs === undefined ? Infinity : atMs - this.#lastAtMs;
    this.#apartMs = this.#apartMs === Infinity ? apartMs : (this.#apartMs + apartMs) / 2;
    this.#lastAtMs = atMs;
    const isClose = this.#apartMs < (CLOSE_MS_A_MEGABYTE * liveBytes) / MB;
    this.#apartInARow = isClose ? 0 : this.#apartInARow + 1;
    this.#uselessInARow = this.isBusy && liveBytes > USELESS * limitBytes ? this.#uselessInARow + 1 : 0;
  }
}
