import type { TickingClock } from '../time/ticking-clock.js';

/** Hits that are noted before they are accounted for. */
const LENGTH = 1_024;

/**
 * The latest hits, in their order, noted at the price of one write each. What they mean for statistics, entries and policy is
 * settled in batches: when the log is full, at the next tick of the clock, and before anything else changes or is read.
 */
export class HitLog {
  readonly #slots = new Int32Array(LENGTH);
  readonly #onTick = (): void => {
    this.#isTickAwaited = false;
    this.settle();
  };
  #isTickAwaited = false;
  #count = 0;

  /** `account` is given the slots that were hit and how many; the array is used again. */
  constructor(
    private readonly clock: TickingClock,
    private readonly account: (slots: Int32Array, count: number) => void,
  ) {}

  /** Notes a hit. */
  note(slot: number): void {
    const count = this.#count;
    this.#slots[count] = slot;
    this.#count = count + 1;
    if (count === 0) this.#awaitTick();
    else if (count === LENGTH - 1) this.settle();
  }

  /** Accounts for all that was noted. */
  settle(): void {
    if (this.#count > 0) this.#accountForAll();
  }

  #awaitTick(): void {
    if (this.#isTickAwaited) return;
    this.#isTickAwaited = true;
    this.clock.atTick(this.#onTick);
  }

  #accountForAll(): void {
    const count = this.#count;
    this.#count = 0;
    this.account(this.#slots, count);
  }
}
