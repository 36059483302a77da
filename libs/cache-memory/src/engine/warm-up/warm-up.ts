import type { BackgroundGate } from '../freshness/background-gate.js';
import type { RemovalCause } from '../events/removal.js';
import { tellListener } from '../events/tell-listener.js';
import type { TickingClock } from '../time/ticking-clock.js';
import { iteratorOf, type WarmUpSettings, type WarmUpSource } from './warm-up-options.js';
import type { WarmUpProgress, WarmUpReport, WarmUpStop } from './warm-up-report.js';

/** Failures that are reported one by one. */
const MOST_ERRORS = 10;
/** Keys that are taken before the event loop gets its turn. */
const SLICE = 1_000;

/** The cache as a warm-up sees it. */
export interface WarmUpTarget<K> {
  /** Whether a key has a fresh value. */
  has(key: K): boolean;
  /** Makes the value of a key and stores it, where it can be. */
  load(key: K, signal: AbortSignal): Promise<unknown>;
  /** How many entries it may hold. */
  maxEntries(): number;
  /** Hears of removals; answers the function that ends it. */
  onRemoved(listener: (key: K, cause: RemovalCause) => void): () => void;
  /** A listener of the progress threw or rejected. */
  listenerFailed(error: unknown): void;
}

/**
 * One warm-up: takes a key at a time from the source, and only when there is a place for its load, and ends as soon as going on
 * would push out what it has just brought in.
 */
export class WarmUp<K> {
  /** The keys that the cache holds, or is about to, because of this warm-up or from before. */
  readonly #held = new Set<K>();
  readonly #errors: { key?: K; error: unknown }[] = [];
  readonly #loads = new AbortController();
  #progress: WarmUpProgress = { loaded: 0, present: 0, failed: 0, rejected: 0 };
  #running = 0;
  #stoppedBy: WarmUpStop | undefined;
  #wake = (): void => {};

  constructor(
    private readonly target: WarmUpTarget<K>,
    private readonly gate: BackgroundGate,
    private readonly clock: TickingClock,
    private readonly settings: WarmUpSettings,
  ) {}

  /** Warms the cache up; never rejects for what a loader or the source throws. Throws `INVALID_OPTION` for what is no source. */
  async run(source: WarmUpSource<K>): Promise<WarmUpReport<K>> {
    const iterator = iteratorOf(source);
    const startedAt = this.clock.exact();
    const unwatch = this.#watch();
    try {
      await this.#takeAll(iterator);
      await this.#until(() => this.#running === 0);
    } finally {
      unwatch();
    }
    const tookMs = this.clock.exact() - startedAt;
    return { ...this.#progress, errors: [...this.#errors], tookMs, stoppedBy: this.#stoppedBy };
  }

  async #takeAll(iterator: Iterator<K> | AsyncIterator<K>): Promise<void> {
    try {
      for (let taken = 1; this.#stoppedBy === undefined; taken++) {
        await this.#until(() => this.#running < this.settings.concurrency); // which a stop brings about, too
        const next = this.#stoppedBy ? undefined : await this.#unlessStopped(iterator.next());
        if (next?.done) return;
        if (next) await this.#take(next.value);
        if (taken % SLICE === 0) await nextTurn();
      }
    } catch (error) {
      this.#fail({ error });
      this.#stoppedBy = 'source';
      return;
    }
    void this.#leave(iterator);
  }

  /** Tells a source that its keys are not wanted any more, and waits for no answer. */
  async #leave(iterator: Iterator<K> | AsyncIterator<K>): Promise<void> {
    try {
      await iterator.return?.();
    } catch (error) {
      this.#fail({ error });
    }
  }

  async #take(key: K): Promise<void> {
    if (this.#isPresent(key)) {
      this.#held.add(key);
      return this.#settled('present');
    }
    const hasRoom = (): boolean => this.#held.size < this.target.maxEntries();
    await this.#until(() => hasRoom() || this.#running === 0);
    if (this.#stoppedBy !== undefined) return;
    if (hasRoom()) void this.#load(key);
    else this.#stop('full');
  }

  async #load(key: K): Promise<void> {
    this.#running++;
    this.#held.add(key);
    try {
      await this.target.load(key, this.#loads.signal);
      const isStored = this.#isPresent(key);
      if (!isStored) this.#held.delete(key);
      this.#settled(isStored ? 'loaded' : 'rejected');
    } catch (error) {
      this.#held.delete(key);
      if (this.#loads.signal.aborted) return;
      this.#fail({ key, error });
      this.#settled('failed');
    } finally {
      this.#running--;
      this.#wake();
    }
  }

  #isPresent(key: K): boolean {
    return key !== undefined && this.target.has(key);
  }

  #settled(how: keyof WarmUpProgress): void {
    this.#progress = { ...this.#progress, [how]: this.#progress[how] + 1 };
    tellListener(this.settings.onProgress, this.#progress, (error) => this.target.listenerFailed(error));
  }

  #fail(failure: { key?: K; error: unknown }): void {
    if (this.#errors.length < MOST_ERRORS) this.#errors.push(failure);
  }

  #watch(): () => void {
    const { signal } = this.settings;
    const abort = (): void => this.#stop('aborted');
    const ends = [
      this.gate.onHalt((halt) => this.#stop(halt)),
      this.target.onRemoved((key, cause) => {
        if (cause === 'replaced' || !this.#held.delete(key)) return;
        if (cause === 'size') this.#stop('full');
        if (cause === 'pressure') this.#stop('pressure');
      }),
      () => signal?.removeEventListener('abort', abort),
    ];
    signal?.addEventListener('abort', abort);
    if (this.gate.halt) this.#stop(this.gate.halt);
    if (signal?.aborted) abort();
    return () => ends.forEach((end) => end());
  }

  /** Takes no more keys, and waits for no load any more. */
  #stop(reason: WarmUpStop): void {
    this.#stoppedBy ??= reason;
    this.#loads.abort();
    this.#wake();
  }

  /** Waits until something is so; whatever may make it so wakes it. */
  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** What the source gives next, or `undefined` where the warm-up ends before it does. */
  #unlessStopped(next: IteratorResult<K> | Promise<IteratorResult<K>>): Promise<IteratorResult<K> | undefined> {
    return new Promise((resolve, reject) => {
      this.#wake = () => {
        if (this.#stoppedBy !== undefined) resolve(undefined);
      };
      Promise.resolve(next).then(resolve, reject);
    });
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
