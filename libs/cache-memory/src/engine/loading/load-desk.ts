import type { CacheEvents } from '../events/cache-events.js';
import type { EventChannel } from '../events/event-channel.js';
import type { DisposalDesk } from '../disposal/disposal-desk.js';
import { isThenable } from '../options/is-thenable.js';
import type { InstanceLease } from '../leasing/instance-lease.js';
import type { InstanceLedger } from '../leasing/instance-ledger.js';
import type { PromisedLeases } from '../leasing/promised-leases.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import type { TickingClock } from '../time/ticking-clock.js';
import type { TierEntry } from '../tiering/entry-tier.js';
import { OWN_TURN } from '../tiering/load-turn.js';
import { type Tiering, UNTIERED } from '../tiering/tiering.js';
import { type FailedLoad, FailureMemory } from './failure-memory.js';
import type { Flight } from './flight.js';
import type { LoadPlan } from './load-plan.js';
import { loadRecursed, promiseFromSyncLoader } from './load-problems.js';
import type { LoadedStore } from './loaded-store.js';
import type { Loader, SyncLoader } from './loader.js';
import { SingleFlight } from './single-flight.js';

/** Where missing values are made: once for all who ask, timed, counted, and stored unless the key changed meanwhile. */
export class LoadDesk<K, V> {
  /** Whether there is surely nothing that `supersede` would change: no load under way, none without a value remembered. */
  isIdle = true;
  readonly #flights = new SingleFlight<K, V>();
  readonly #failures = new FailureMemory<K>();
  /** The keys that a loader is making at once, and whether the value may still be stored. */
  readonly #loadingNow = new Map<K, { isSuperseded: boolean; readonly plan: LoadPlan }>();

  constructor(
    private readonly clock: TickingClock,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
    private readonly instances: InstanceLedger<K, V>,
    /** `undefined` where a load waits for no disposal. */
    private readonly disposals: DisposalDesk<K, V> | undefined,
    private readonly store: LoadedStore<K, V>,
    private readonly tiering: Tiering<K, V>,
  ) {}

  /** Loads under way. */
  get size(): number {
    return this.#flights.size + this.#loadingNow.size;
  }

  /** Loads without a value that are remembered. */
  get failures(): number {
    return this.#failures.size;
  }

  /** Keeps what a load of this key brings from being stored, though its callers get it; forgets that there was no value. */
  supersede(key: K): void {
    this.#failures.forget(key);
    if (this.size === 0) {
      this.isIdle = this.#failures.size === 0;
      return;
    }
    this.#flights.supersede(key);
    const loading = this.#loadingNow.get(key);
    if (loading) loading.isSuperseded = true;
  }

  /** Supersedes every load whose entry is to carry a tag. */
  supersedeTagged(tag: string): void {
    this.#failures.forgetTagged(tag);
    this.#flights.supersedeTagged(tag);
    for (const loading of this.#loadingNow.values())
      if (loading.plan.entry.tags.includes(tag)) loading.isSuperseded = true;
  }

  /** Supersedes every load. */
  supersedeAll(): void {
    this.#failures.forgetAll();
    this.#flights.supersedeAll();
    for (const loading of this.#loadingNow.values()) loading.isSuperseded = true;
  }

  /** Forgets the loads without a value whose time is over. */
  forgetFailures(): void {
    this.#failures.forgetOver(this.clock.now());
  }

  /** Aborts every load that can be aborted. */
  abortAll(reason: unknown): void {
    this.#flights.abortAll(reason);
  }

  /**
   * The value of a load that is under way, or of a new one; where a load without a value is remembered, what that came to. For a
   * heedless caller the value is disposed where it is not stored and nobody else waits for it.
   */
  load(key: K, loader: Loader<K, V>, plan: LoadPlan, isHeedless = false): Promise<V> {
    const joined = this.#flights.find(key);
    const failure = joined ? undefined : this.#failures.find(key, this.clock.now());
    if (failure) return this.#againLater(failure);
    if (joined) this.counters.coalesced++;
    return (joined ?? this.#start(key, loader, plan, false)).wait(plan.signal, isHeedless);
  }

  /**
   * Has the next value of a key made though nobody waits for it, unless it is being made, or is known not to come. Its failure is
   * told and counted, and reaches only those who join it.
   */
  refresh(key: K, loader: Loader<K, V>, plan: LoadPlan): void {
    if (this.#flights.find(key) || this.#loadingNow.has(key) || this.#failures.find(key, this.clock.now())) return;
    this.counters.refreshes++;
    this.#start(key, loader, plan, true);
  }

  /** A lease on the value of a load that is under way, or of a new one; it holds the value from the moment that it comes. */
  async acquire(key: K, loader: Loader<K, V>, plan: LoadPlan): Promise<InstanceLease<K, V>> {
    const joined = this.#flights.find(key);
    const failure = joined ? undefined : this.#failures.find(key, this.clock.now());
    if (failure) return this.instances.lease(key, this.#again(failure), false);
    const awaited = joined?.promised;
    const promised = awaited && awaited.open.size > 0 ? awaited : this.instances.promise(key);
    if (joined) this.counters.coalesced++;
    const flight = joined ?? this.#start(key, loader, plan, false);
    flight.promised = promised;
    const lease = promised.add(key);
    try {
      await flight.wait(plan.signal, false);
      return lease;
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  /** A lease on the value of a loader that answers at once. */
  acquireSync(key: K, loader: SyncLoader<K, V>, plan: LoadPlan): InstanceLease<K, V> {
    const failure = this.#failures.find(key, this.clock.now());
    if (failure) return this.instances.lease(key, this.#again(failure), false);
    const promised = this.instances.promise(key);
    const lease = promised.add(key);
    try {
      this.loadSync(key, loader, plan, promised);
      return lease;
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  /**
   * The value of a loader that answers at once, of which those who were promised a lease get hold. Throws `RECURSIVE_LOAD`,
   * `INVALID_VALUE`, and what the loader throws.
   */
  loadSync<T extends V>(key: K, loader: SyncLoader<K, T>, plan: LoadPlan, promised?: PromisedLeases<K, V>): T {
    if (this.#loadingNow.has(key)) throw loadRecursed(key);
    const failure = this.#failures.find(key, this.clock.now());
    if (failure) return this.#again(failure) as T;
    const loading = { isSuperseded: false, plan };
    this.#loadingNow.set(key, loading);
    this.isIdle = false;
    this.counters.loads++;
    const startedAt = this.clock.exact();
    try {
      const value = loader({ key });
      if (isThenable(value)) {
        value.then(undefined, () => {}); // its rejection has nobody else to hear it
        throw promiseFromSyncLoader();
      }
      const settle = promised && this.instances.keep(promised, key, value);
      if (!loading.isSuperseded) this.tiering.changed(key);
      if (!loading.isSuperseded) this.#loaded(key, value, plan, startedAt);
      settle?.();
      this.#flights.supersede(key);
      return value;
    } catch (error) {
      this.#failed(key, error, loading.isSuperseded ? undefined : plan);
      throw error;
    } finally {
      this.#loadingNow.delete(key);
      this.events.tell();
    }
  }

  #start(key: K, loader: Loader<K, V>, plan: LoadPlan, isBackground: boolean): Flight<K, V> {
    this.isIdle = false;
    const flight = this.#flights.board(key, plan.entry.tags, isBackground);
    flight.promise.catch((error: unknown) => {
      this.#failed(key, error, flight.superseded && !flight.timedOut ? undefined : plan);
    });
    flight.start(async (signal) => {
      if (isBackground) await nextTurn(); // whoever got the value before goes on first
      for (let end = this.disposals?.pendingOf(key); end; end = this.disposals?.pendingOf(key)) await end;
      signal.throwIfAborted();
      const turn = isBackground || this.tiering === UNTIERED ? OWN_TURN : await this.tiering.recall(key, signal);
      const recalled = turn.entry;
      if (recalled) {
        this.#land(flight, key, recalled.value, signal, () => this.#restore(key, recalled, plan, turn.isTakenBack));
        return recalled.value;
      }
      let isOver = false;
      try {
        signal.throwIfAborted();
        this.counters.loads++;
        const startedAt = this.clock.exact();
        const value = await loader({ key, signal });
        if (isBackground && !flight.superseded) this.tiering.changed(key);
        isOver = !flight.superseded;
        this.#land(flight, key, value, signal, () => this.#loaded(key, value, plan, startedAt));
        return value;
      } finally {
        turn.end(isOver);
      }
    }, plan.loadTimeoutMs);
    return flight;
  }

  /** A load has brought a value: those who were promised a lease hold it before anything else may happen to it. */
  #land(flight: Flight<K, V>, key: K, value: V, { aborted }: AbortSignal, store: () => boolean): void {
    this.#flights.land(key, flight);
    const settle = flight.promised && !aborted ? this.instances.keep(flight.promised, key, value) : undefined;
    const isStored = !flight.superseded && this.#isWanted(flight, key) && store();
    settle?.();
    if (!isStored && (aborted || !flight.isHeeded)) this.instances.abandon(key, value);
    this.events.tell();
  }

  /** A refresh renews an entry: where that has left and nobody waits, what it brings is not wanted any more. */
  #isWanted(flight: Flight<K, V>, key: K): boolean {
    return !flight.isBackground || flight.isAwaited || this.store.holds(key);
  }

  /** Answers whether the value was stored. */
  #loaded(key: K, value: V, { entry, negativeMs }: LoadPlan, startedAt: number): boolean {
    const now = this.clock.exact();
    this.counters.loaded(now - startedAt);
    if (value === undefined) {
      this.#remember(key, { hasError: false, error: undefined, tags: entry.tags, until: now + negativeMs }, now);
      this.store.drop(key);
      return false;
    }
    return this.#keep(key, () => {
      const isStored = this.store.put(key, value, entry, entry.costMs ?? now - startedAt);
      if (isStored) this.tiering.stored(key);
      return isStored;
    });
  }

  #restore(key: K, recalled: TierEntry<V>, plan: LoadPlan, isTakenBack: boolean): boolean {
    const isStored = this.#keep(key, () => this.store.restore(key, recalled, plan.entry));
    if (isStored && isTakenBack) this.tiering.stored(key);
    else if (isStored) this.tiering.recalled(key, recalled);
    return isStored;
  }

  #keep(key: K, store: () => boolean): boolean {
    try {
      return store();
    } catch (error) {
      this.counters.rejections++; // what was expensive to make is not lost because it cannot be kept
      this.events.note('store.failed', { key, error });
      return false;
    }
  }

  /** `plan` is that of the load, where its key stayed as it was. */
  #failed(key: K, error: unknown, plan: LoadPlan | undefined): void {
    this.counters.loadFailures++;
    this.events.note('load.failed', { key, error });
    if (plan) {
      const now = this.clock.exact();
      this.#remember(key, { hasError: true, error, tags: plan.entry.tags, until: now + plan.negativeMs }, now);
    }
    this.events.tell();
  }

  #remember(key: K, failure: FailedLoad, now: number): void {
    if (failure.until <= now) return;
    this.#failures.add(key, failure, now);
    this.isIdle = false;
  }

  /** What a load came to that is remembered. */
  #again({ hasError, error }: FailedLoad): V {
    this.counters.negativeHits++;
    if (hasError) throw error;
    return undefined as V;
  }

  async #againLater(failure: FailedLoad): Promise<V> {
    return this.#again(failure);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
