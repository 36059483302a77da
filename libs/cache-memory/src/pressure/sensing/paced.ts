/** What costs more than this is dear, in milliseconds. */
const DEAR_MS = 1;
/** A dear reading is made once in this time at the most, in milliseconds. */
const DEAR_EVERY_MS = 1_000;

/**
 * A reading that is kept for a while, because it costs more than a look at the heap. It times itself: one that took more than a
 * millisecond is not made again for a second, whatever is asked.
 */
export class Paced<T> {
  #value!: T;
  #readAtMs = -Infinity;
  #tookMs = 0;

  /** `now` is a monotonic clock in milliseconds. */
  constructor(
    private readonly make: () => T,
    private readonly now: () => number,
  ) {}

  /** The reading, no older than `maxAgeMs`, or than a second where it is dear. Throws what making it throws. */
  read(maxAgeMs: number): T {
    const startedAt = this.now();
    const age = startedAt - this.#readAtMs;
    if (age < (this.#tookMs > DEAR_MS ? Math.max(maxAgeMs, DEAR_EVERY_MS) : maxAgeMs)) return this.#value;
    this.#value = this.make();
    this.#readAtMs = startedAt;
    this.#tookMs = this.now() - startedAt;
    return this.#value;
  }
}
