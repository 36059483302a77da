import type { CacheEvents } from '../cache-events.js';
import type { Clock } from '../clock.js';
import type { EntryPlan } from '../entry-plan.js';
import type { EventChannel } from '../event-channel.js';
import type { StatsCounters } from '../stats-counters.js';
import type { Flight } from './flight.js';
import type { LoadPlan } from './load-plan.js';
import { loadRecursed, promiseFromSyncLoader } from './load-problems.js';
import type { Loader, SyncLoader } from './loader.js';
import { SingleFlight } from './single-flight.js';

/** Stores what a loader made. */
export type StoreLoaded<K, V> = (key: K, value: V, plan: EntryPlan, costMs: number) => void;

/** Where missing values are made: once for all who ask, timed, counted, and stored unless the key changed meanwhile. */
export class LoadDesk<K, V> {
  readonly flights: SingleFlight<K, V> = new SingleFlight();
  readonly #loadingNow = new Set<K>();

  constructor(
    private readonly clock: Clock,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
    private readonly store: StoreLoaded<K, V>,
  ) {}

  /** The value of a load that is under way, or of a new one. */
  load(key: K, loader: Loader<K, V>, plan: LoadPlan): Promise<V> {
    const joined = this.flights.find(key);
    if (joined) this.counters.coalesced++;
    return (joined ?? this.#start(key, loader, plan)).wait(plan.signal);
  }

  /** The value of a loader that answers at once. Throws `RECURSIVE_LOAD`, `INVALID_VALUE`, and what the loader throws. */
  loadSync<T extends V>(key: K, loader: SyncLoader<K, T>, plan: EntryPlan): T {
    if (this.#loadingNow.has(key)) throw loadRecursed(key);
    this.#loadingNow.add(key);
    this.counters.loads++;
    const startedAt = this.clock.now();
    try {
      const value = loader({ key });
      if (isThenable(value)) {
        value.then(undefined, () => {}); // its rejection has nobody else to hear it
        throw promiseFromSyncLoader();
      }
      this.#loaded(key, value, plan, startedAt);
      this.flights.supersede(key);
      return value;
    } catch (error) {
      this.#failed(key, error);
      throw error;
    } finally {
      this.#loadingNow.delete(key);
      this.events.tell();
    }
  }

  #start(key: K, loader: Loader<K, V>, plan: LoadPlan): Flight<V> {
    const flight = this.flights.board(key, plan.entry.tags);
    flight.promise.catch((error: unknown) => this.#failed(key, error));
    flight.start(async (signal) => {
      this.counters.loads++;
      const startedAt = this.clock.now();
      const value = await loader({ key, signal });
      if (!flight.superseded) this.#loaded(key, value, plan.entry, startedAt);
      this.events.tell();
      return value;
    }, plan.loadTimeoutMs);
    return flight;
  }

  #loaded(key: K, value: V, plan: EntryPlan, startedAt: number): void {
    const tookMs = this.clock.now() - startedAt;
    this.counters.loadTimeMs += tookMs;
    if (value !== undefined) this.store(key, value, plan, plan.costMs ?? tookMs);
  }

  #failed(key: K, error: unknown): void {
    this.counters.loadFailures++;
    this.events.note('load.failed', { key, error });
    this.events.tell();
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
