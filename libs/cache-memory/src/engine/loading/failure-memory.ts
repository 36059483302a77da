/** What a loader came to when it brought no value: its error, or the answer `undefined`. */
export interface FailedLoad {
  readonly hasError: boolean;
  readonly error: unknown;
  /** The tags that the entry was to carry. */
  readonly tags: readonly string[];
  /** The clock's reading until which this is remembered. */
  readonly until: number;
}

/** How many are remembered at the most. */
const MOST = 1_024;

/**
 * The loads that brought no value, by key, each for its own time. Beyond the bound the one that was noted longest ago is
 * forgotten; each addition looks at the two eldest, so that those whose time is over leave without a scan.
 */
export class FailureMemory<K> {
  readonly #failures = new Map<K, FailedLoad>();

  get size(): number {
    return this.#failures.size;
  }

  /** What is remembered of a key. */
  find(key: K, now: number): FailedLoad | undefined {
    if (this.#failures.size === 0) return undefined;
    const failure = this.#failures.get(key);
    if (failure === undefined || failure.until > now) return failure;
    this.#failures.delete(key);
    return undefined;
  }

  add(key: K, failure: FailedLoad, now: number): void {
    this.#forgetOver(now, 2);
    this.#failures.delete(key);
    this.#failures.set(key, failure);
    if (this.#failures.size > MOST) this.#failures.delete(this.#failures.keys().next().value!);
  }

  forget(key: K): void {
    if (this.#failures.size > 0) this.#failures.delete(key);
  }

  forgetTagged(tag: string): void {
    for (const [key, { tags }] of this.#failures) if (tags.includes(tag)) this.#failures.delete(key);
  }

  forgetAll(): void {
    this.#failures.clear();
  }

  /** Forgets all whose time is over. */
  forgetOver(now: number): void {
    this.#forgetOver(now, Infinity);
  }

  #forgetOver(now: number, count: number): void {
    let left = count;
    for (const [key, { until }] of this.#failures) {
      if (left-- === 0) return;
      if (until <= now) this.#failures.delete(key);
    }
  }
}
