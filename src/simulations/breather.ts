import { setImmediate } from 'node:timers/promises';

/** Lets the event loop breathe during a long computation, and ends it when its signal is aborted. */
export class Breather {
  private since = performance.now();

  /** @param budgetMs the longest that the computation may hold the event loop between two questions to `isDue` */
  constructor(
    private readonly signal?: AbortSignal,
    private readonly budgetMs = 20,
  ) {}

  /** Whether the budget is used up: then `await breathe()`. */
  get isDue(): boolean {
    return performance.now() - this.since >= this.budgetMs;
  }

  /** Lets everything else that waits run once. Throws the signal's reason when it is aborted. */
  async breathe(): Promise<void> {
    await setImmediate();
    this.signal?.throwIfAborted();
    this.since = performance.now();
  }
}
