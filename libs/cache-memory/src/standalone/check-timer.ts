/** Calls a memory check again and again without keeping the process alive; a check that throws is reported and stops nothing. */
export class CheckTimer {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly check: () => void,
    private readonly intervalMs: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Starts the timer; answers its handle. */
  start(): NodeJS.Timeout {
    this.stop();
    this.#timer = setInterval(() => this.#tick(), this.intervalMs);
    return this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    try {
      this.check();
    } catch (error) {
      this.onError(error);
    }
  }
}
