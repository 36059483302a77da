import type { PromisedLeases } from '../leasing/promised-leases.js';
import { startTimer } from '../time/start-timer.js';
import { loadTimedOut } from './load-problems.js';

/** One load under way, and those who wait for it. */
export class Flight<K, V> {
  /** Settles with the load, or rejects as soon as it is aborted. */
  readonly promise: Promise<V>;
  /** Whether the key was set, deleted or invalidated meanwhile, so that the value must not be stored. */
  superseded = false;
  /** The leases that some of those who wait are to have. */
  promised: PromisedLeases<K, V> | undefined;
  /** Whether the loader took longer than it may, while its key stayed as it was. */
  timedOut = false;
  readonly #controller = new AbortController();
  readonly #resolve: (value: V) => void;
  readonly #reject: (reason: unknown) => void;
  #waiters = 0;
  #heedless = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `tags` are those that the entry is to carry. A load in the background goes on though nobody waits for it. */
  constructor(
    private readonly key: K,
    readonly tags: readonly string[],
    readonly isBackground: boolean,
  ) {
    const { promise, resolve, reject } = withResolvers<V>();
    this.promise = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Whether somebody waits for the value. */
  get isAwaited(): boolean {
    return this.#waiters > 0;
  }

  /** Whether somebody waits who will have the value, so that it must not be disposed. */
  get isHeeded(): boolean {
    return this.#waiters > this.#heedless;
  }

  /** Starts the load; `loadTimeoutMs` is `Infinity` for no limit. */
  start(load: (signal: AbortSignal) => Promise<V>, loadTimeoutMs: number): void {
    const { signal } = this.#controller;
    signal.addEventListener('abort', () => this.#reject(signal.reason), { once: true });
    const endWatch = this.#watch(loadTimeoutMs);
    this.promise.then(endWatch, endWatch); // which also hears the failure of a load that everybody has left
    load(signal).then(this.#resolve, this.#reject);
  }

  /**
   * The value for one caller, who stops waiting when `signal` is aborted; the last one who leaves aborts the load. A heedless
   * caller only wants to know when the value is there.
   */
  wait(signal: AbortSignal | undefined, isHeedless: boolean): Promise<V> {
    this.#waiters++;
    if (isHeedless) this.#heedless++;
    this.#timer?.ref();
    if (!signal) return this.promise;
    return new Promise<V>((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason);
        if (isHeedless) this.#heedless--;
        if (--this.#waiters > 0) return;
        if (this.isBackground) this.#timer?.unref();
        else this.abort(signal.reason);
      };
      // A loader that has begun at once may have aborted it.
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      this.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  /** Lets the load end for its callers only: what it brings is neither stored nor remembered. */
  supersede(): void {
    this.superseded = true;
    this.timedOut = false;
  }

  /** Ends the load: its callers learn the reason at once, and the value, should it still come, is dropped. */
  abort(reason: unknown): void {
    this.superseded = true;
    this.#controller.abort(reason);
  }

  #watch(loadTimeoutMs: number): () => void {
    if (loadTimeoutMs === Infinity) return () => {};
    const overdue = (): void => {
      this.timedOut = !this.superseded;
      this.abort(loadTimedOut(this.key, loadTimeoutMs));
    };
    const timer = startTimer(overdue, loadTimeoutMs);
    this.#timer = timer;
    if (this.isBackground) timer.unref();
    return () => clearTimeout(timer);
  }
}

function withResolvers<V>(): {
  promise: Promise<V>;
  resolve: (value: V) => void;
  reject: (reason: unknown) => void;
} {
  let resolve!: (value: V) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<V>((keep, fail) => {
    resolve = keep;
    reject = fail;
  });
  return { promise, resolve, reject };
}
