/** Why loads that nobody waits for may not begin. */
export type Halt = 'pressure' | 'closed';

/** Says whether loads that nobody waits for may begin, and tells those who run many of them when they may not any more. */
export class BackgroundGate {
  readonly #listeners = new Set<(halt: Halt) => void>();
  #halt: Halt | undefined;

  /** Why they may not begin; `undefined` where they may. */
  get halt(): Halt | undefined {
    return this.#halt;
  }

  /** Holds them back while memory is short, or lets them go on. */
  pause(isPaused: boolean): void {
    if (this.#halt !== 'closed') this.#change(isPaused ? 'pressure' : undefined);
  }

  /** Ends them for good. */
  close(): void {
    this.#change('closed');
  }

  /** Hears of a halt from now on; answers the function that ends it. */
  onHalt(listener: (halt: Halt) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #change(halt: Halt | undefined): void {
    this.#halt = halt;
    if (halt) for (const listener of this.#listeners) listener(halt);
  }
}
