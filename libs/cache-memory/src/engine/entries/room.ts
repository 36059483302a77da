import type { ByteMeter } from '../byte-meter.js';
import type { EntryTable } from './entry-table.js';
import { NONE } from '../eviction/eviction-policy.js';
import type { EvictionOrder } from './eviction-order.js';
import type { Lifetimes } from '../expiry/lifetimes.js';
import { PlainEviction } from './plain-eviction.js';
import type { RemovalCause } from '../events/removal.js';
import type { StatsCounters } from '../statistics/stats-counters.js';

/** How many entries whose bucket came due are looked at before another one has to be evicted. */
const EXPIRED_FIRST = 16;

/** Entries among which room is made. */
interface Crowd<K, V> {
  readonly table: EntryTable<K, V>;
  readonly order: EvictionOrder<K, V>;
  readonly lifetimes: Lifetimes;
  readonly size: number;
  readonly isPlain: boolean;
  readonly maxEntries: number;
  /** Bytes, as all that follow. */
  readonly maxBytes: number;
  weight: number;
  readonly guardedEntries: number;
  readonly guardedWeight: number;
  settle(): void;
  isCollected(slot: number): boolean;
  remove(slot: number, cause: RemovalCause, now: number): void;
  removeExpired(now: number, patience: { left: number }): void;
}

/** Makes room within the bounds of a store and of the meter over it: what has expired goes first, then whom the policy names. */
export class Room<K, V> {
  readonly #plainEviction: PlainEviction<K, V>;

  constructor(
    private readonly store: Crowd<K, V>,
    private readonly meter: ByteMeter,
    counters: StatsCounters,
  ) {
    this.#plainEviction = new PlainEviction(store, counters);
  }

  /** Whether a newcomer could be stored if all that may be evicted were. `leaving` is the slot that it takes over. */
  couldHold(weight: number, leaving: number): boolean {
    const { store } = this;
    const takesGuarded = leaving !== NONE && store.table.standing.isGuarded(leaving);
    const guardedEntries = store.guardedEntries - (takesGuarded ? 1 : 0);
    const guardedWeight = store.guardedWeight - (takesGuarded ? store.table.weights.get(leaving) : 0);
    return guardedEntries < store.maxEntries && guardedWeight + weight <= store.maxBytes;
  }

  /** Whether a value of this weight can be stored without evicting another for its bytes. */
  hasBytesFor(weight: number): boolean {
    return this.#excess(weight) <= 0;
  }

  /** Makes room for what is described in a slot, evicting what must go; answers whether there is room now. */
  make(slot: number, weight: number, now: number): boolean {
    const { store } = this;
    if (store.guardedWeight + weight > this.meter.allowedBytes) return false;
    const candidate = store.table.standing.isGuarded(slot) ? NONE : slot; // no policy may refuse a protected newcomer
    if (candidate !== NONE) store.order.offer(candidate, now);
    if (store.lifetimes.size > 0 && this.#isFull(weight)) {
      store.lifetimes.advance(now);
      store.removeExpired(now, { left: EXPIRED_FIRST });
    }
    if (candidate !== NONE && !store.order.canYield(candidate, this.#excess(weight))) return false;
    while (this.#isFull(weight)) {
      const victim = store.order.victim(candidate);
      if (victim === NONE || victim === candidate) return false;
      this.#evict(victim, this.#isOverBounds(weight) ? 'size' : 'pressure', now);
    }
    return true;
  }

  /**
   * Evicts until no more than so much is left, nothing more may go, or `most` have gone; answers whether there is more to do.
   * `areOnlyCounted` says that departures for this cause need not be noted.
   */
  evictDownTo(
    maxEntries: number,
    maxBytes: number,
    cause: 'size' | 'pressure',
    now: number,
    most: number = Infinity,
    areOnlyCounted: boolean = false,
  ): boolean {
    const { store } = this;
    store.settle();
    if (areOnlyCounted && store.isPlain) return this.#plainEviction.downTo(maxEntries, maxBytes, cause, most);
    for (let left = most; store.size > maxEntries || store.weight > maxBytes; left--) {
      if (left === 0) return true;
      const victim = store.order.victim(NONE);
      if (victim === NONE) return false;
      this.#evict(victim, cause, now);
    }
    return false;
  }

  #evict(slot: number, cause: 'size' | 'pressure', now: number): void {
    this.store.remove(slot, this.store.isCollected(slot) ? 'collected' : cause, now);
  }

  #isFull(weight: number): boolean {
    return this.store.size >= this.store.maxEntries || this.#excess(weight) > 0;
  }

  /** Bytes over what the cache may hold, were so many added. */
  #excess(weight: number): number {
    return this.store.weight + weight - Math.min(this.store.maxBytes, this.meter.allowedBytes);
  }

  #isOverBounds(weight: number): boolean {
    return this.store.size >= this.store.maxEntries || this.store.weight + weight > this.store.maxBytes;
  }
}
