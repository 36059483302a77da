import type { EntryStore } from '../entries/entry-store.js';
import { Sweeper } from './sweeper.js';
import { CollectedScan } from '../retention/collected-scan.js';
import type { LivingInstances } from '../retention/living-instances.js';
import type { TickingClock } from '../time/ticking-clock.js';

/** Slots that a sweep looks at before it gives the event loop its turn. */
const SLICE = 1_000;

/** Clears away, behind the caller's back and in slices, what has expired or was collected. */
export class CacheSweep<K, V> {
  readonly #collected = new CollectedScan();
  readonly #sweeper = new Sweeper(
    () => this.#sweepSlice(),
    () => this.#isNeeded(),
    (error) => this.warn(error),
  );

  /** `tell` is called after each slice, when the cache is whole; `warn` hears what a slice throws. */
  constructor(
    private readonly store: EntryStore<K, V>,
    private readonly living: LivingInstances<K>,
    private readonly clock: TickingClock,
    private readonly tell: () => void,
    private readonly warn: (error: unknown) => void,
  ) {}

  /** Makes sure that a sweep will come where there is something that may end by itself. */
  arm(): void {
    if (this.store.isSteady && this.living.size === 0) return;
    if (this.#isNeeded()) this.#sweeper.arm();
  }

  /** Ends sweeping until the next `arm`. */
  stop(): void {
    this.#sweeper.stop();
  }

  /** Clears away all of it at once. */
  sweepAll(): void {
    const now = this.clock.exact();
    this.store.lifetimes.advance(now);
    this.store.removeExpired(now, { left: Infinity });
    this.store.removeCollected(0, this.store.table.used, now);
    this.living.forgetDead(this.living.size);
    this.tell();
  }

  #sweepSlice(): boolean {
    const now = this.clock.now();
    const patience = { left: SLICE };
    this.store.lifetimes.advance(now);
    this.store.removeExpired(now, patience);
    if (this.store.holder.isWeak) {
      const { from, to } = this.#collected.slice(this.store.table.used, SLICE);
      this.store.removeCollected(from, to, now);
    }
    this.living.forgetDead(SLICE);
    this.tell();
    return patience.left === 0 || this.#collected.isUnderWay;
  }

  #isNeeded(): boolean {
    const { lifetimes, holder, size } = this.store;
    return lifetimes.size > 0 || this.living.size > 0 || (holder.isWeak && size > 0);
  }
}
