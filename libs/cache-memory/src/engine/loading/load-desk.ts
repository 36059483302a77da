import type { CacheEvents } from '../cache-events.js';
import type { EntryPlan } from '../entry-plan.js';
import type { EventChannel } from '../event-channel.js';
import type { DisposalDesk } from '../disposal/disposal-desk.js';
import { isThenable } from '../is-thenable.js';
import type { InstanceLease } from '../leasing/instance-lease.js';
import type { InstanceLedger } from '../leasing/instance-ledger.js';
import type { PromisedLeases } from '../leasing/promised-leases.js';
import type { StatsCounters } from '../stats-counters.js';
import type { TickingClock } from '../ticking-clock.js';
import type { Flight } from './flight.js';
import type { LoadPlan } from './load-plan.js';
import { loadRecursed, promiseFromSyncLoader } from './load-problems.js';
import type { Loader, SyncLoader } from './loader.js';
import { SingleFlight } from './single-flight.js';

/** Stores what a loader made. */
export type StoreLoaded<K, V> = (key: K, value: V, plan: EntryPlan, costMs: number) => void;

/** Where missing values are made: once for all who ask, timed, counted, and stored unless the key changed meanwhile. */
export class LoadDesk<K, V> {
  readonly #flights = new SingleFlight<K, V>();
  /** The keys that a loader is making at once, and whether the value may still be stored. */
  readonly #loadingNow = new Map<K, { isSuperseded: boolean; readonly tags: readonly string[] }>();

  constructor(
    private readonly clock: TickingClock,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
    private readonly instances: InstanceLedger<K, V>,
    /** `undefined` where a load waits for no disposal. */
    private readonly disposals: DisposalDesk<K, V> | undefined,
    private readonly store: StoreLoaded<K, V>,
  ) {}

  /** Loads under way. */
  get size(): number {
    return this.#flights.size + this.#loadingNow.size;
  }

  /** Keeps what a load of this key brings from being stored; its callers get it all the same. */
  supersede(key: K): void {
    if (this.size === 0) return;
    this.#flights.supersede(key);
    const loading = this.#loadingNow.get(key);
    if (loading) loading.isSuperseded = true;
  }

  /** Supersedes every load whose entry is to carry a tag. */
  supersedeTagged(tag: string): void {
    this.#flights.supersedeTagged(tag);
    for (const loading of this.#loadingNow.values()) if (loading.tags.includes(tag)) loading.isSuperseded = true;
  }

  /** Supersedes every load. */
  supersedeAll(): void {
    this.#flights.supersedeAll();
    for (const loading of this.#loadingNow.values()) loading.isSuperseded = true;
  }

  /** Aborts every load that can be aborted. */
  abortAll(reason: unknown): void {
    this.#flights.abortAll(reason);
  }

  /** The value of a load that is under way, or of a new one. */
  load(key: K, loader: Loader<K, V>, plan: LoadPlan): Promise<V> {
    const joined = this.#flights.find(key);
    if (joined) this.counters.coalesced++;
    return (joined ?? this.#start(key, loader, plan)).wait(plan.signal);
  }

  /** A lease on the value of a load that is under way, or of a new one; it holds the value from the moment that it comes. */
  async acquire(key: K, loader: Loader<K, V>, plan: LoadPlan): Promise<InstanceLease<K, V>> {
    const joined = this.#flights.find(key);
    const promised = joined?.promised ?? this.instances.promise(key);
    if (joined) this.counters.coalesced++;
    const flight = joined ?? this.#start(key, loader, plan);
    flight.promised = promised;
    const lease = promised.add(key);
    try {
      await flight.wait(plan.signal);
      return lease;
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  /** A lease on the value of a loader that answers at once. */
  acquireSync(key: K, loader: SyncLoader<K, V>, plan: EntryPlan): InstanceLease<K, V> {
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
  loadSync<T extends V>(key: K, loader: SyncLoader<K, T>, plan: EntryPlan, promised?: PromisedLeases<K, V>): T {
    if (this.#loadingNow.has(key)) throw loadRecursed(key);
    const loading = { isSuperseded: false, tags: plan.tags };
    this.#loadingNow.set(key, loading);
    this.counters.loads++;
    const startedAt = this.clock.exact();
    try {
      const value = loader({ key });
      if (isThenable(value)) {
        value.then(undefined, () => {}); // its rejection has nobody else to hear it
        throw promiseFromSyncLoader();
      }
      const settle = promised && this.instances.keep(promised, key, value);
      if (!loading.isSuperseded) this.#loaded(key, value, plan, startedAt);
      settle?.();
      this.#flights.supersede(key);
      return value;
    } catch (error) {
      this.#failed(key, error);
      throw error;
    } finally {
      this.#loadingNow.delete(key);
      this.events.tell();
    }
  }

  #start(key: K, loader: Loader<K, V>, plan: LoadPlan): Flight<K, V> {
    const flight = this.#flights.board(key, plan.entry.tags);
    flight.promise.catch((error: unknown) => this.#failed(key, error));
    flight.start(async (signal) => {
      for (let end = this.disposals?.pendingOf(key); end; end = this.disposals?.pendingOf(key)) await end;
      signal.throwIfAborted();
      this.counters.loads++;
      const startedAt = this.clock.exact();
      const value = await loader({ key, signal });
      this.#land(flight, key, value, plan.entry, startedAt, signal);
      return value;
    }, plan.loadTimeoutMs);
    return flight;
  }

  /** A load has brought a value: those who were promised a lease hold it before anything else may happen to it. */
  #land(flight: Flight<K, V>, key: K, value: V, plan: EntryPlan, startedAt: number, { aborted }: AbortSignal): void {
    this.#flights.land(key, flight);
    if (aborted) this.instances.abandon(key, value);
    const settle = flight.promised && !aborted ? this.instances.keep(flight.promised, key, value) : undefined;
    if (!flight.superseded) this.#loaded(key, value, plan, startedAt);
    settle?.();
    this.events.tell();
  }

  #loaded(key: K, value: V, plan: EntryPlan, startedAt: number): void {
    const tookMs = this.clock.exact() - startedAt;
    this.counters.loaded(tookMs);
    if (value === undefined) return;
    try {
      this.store(key, value, plan, plan.costMs ?? tookMs);
    } catch (error) {
      this.counters.rejections++; // what was expensive to make is not lost because it cannot be kept
      this.events.note('store.failed', { key, error });
    }
  }

  #failed(key: K, error: unknown): void {
    this.counters.loadFailures++;
    this.events.note('load.failed', { key, error });
    this.events.tell();
  }
}
