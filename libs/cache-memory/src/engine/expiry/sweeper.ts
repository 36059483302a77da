/** Milliseconds between two sweeps. */
const INTERVAL_MS = 1_024;

/**
 * The one timer of a cache: it runs only while there is something to sweep, never keeps the process alive, and hands a
 * long sweep back to the event loop between its slices.
 */
export class Sweeper {
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  /** `sweepSlice` does a bounded piece of work and says whether more is due now; `isNeeded` whether to come back later. */
  constructor(
    private readonly sweepSlice: () => boolean,
    private readonly isNeeded: () => boolean,
  ) {}

  /** Makes sure that a sweep will come. */
  arm(): void {
    if (this.#timer !== undefined || this.#immediate !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  /** Ends sweeping until the next `arm`. */
  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }

  #run(): void {
    if (this.sweepSlice()) {
      this.#immediate = setImmediate(() => {
        this.#immediate = undefined;
        this.#run();
      });
      this.#immediate.unref();
    } else if (this.isNeeded()) {
      this.arm();
    }
  }
}
