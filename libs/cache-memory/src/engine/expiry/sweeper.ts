/** Milliseconds between two sweeps. */
const INTERVAL_MS = 1_024;

/**
 * The one timer of a cache: it runs only while there is something to sweep, never keeps the process alive, and hands a
 * long sweep back to the event loop between its slices. A sweep that throws, as one does where the cache's own policy throws, ends
 * neither the process nor the sweeps to come.
 */
export class Sweeper {
  #isArmed = false;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  /**
   * `sweepSlice` does a bounded piece of work and says whether more is due now; `isNeeded` whether to come back later; `failed` hears
   * what a slice throws.
   */
  constructor(
    private readonly sweepSlice: () => boolean,
    private readonly isNeeded: () => boolean,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Makes sure that a sweep will come. */
  arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#timer = setTimeout(() => this.#run(), INTERVAL_MS);
    this.#timer.unref();
  }

  /** Ends sweeping until the next `arm`. */
  stop(): void {
    this.#isArmed = false;
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }

  #run(): void {
    const isMoreDue = this.#sweep();
    if (!this.#isArmed) return; // what the sweep told of may have stopped it
    if (isMoreDue) {
      this.#immediate = setImmediate(() => this.#run());
      this.#immediate.unref();
    } else {
      this.#isArmed = false;
      if (this.isNeeded()) this.arm();
    }
  }

  #sweep(): boolean {
    try {
      return this.sweepSlice();
    } catch (error) {
      this.failed(error);
      return false;
    }
  }
}
