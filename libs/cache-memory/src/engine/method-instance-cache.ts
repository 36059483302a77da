import { type ByteMeter, UNGOVERNED } from './byte-meter.js';
import { CACHE_EVENTS, type CacheEvents } from './events/cache-events.js';
import {
  type CacheConfiguration,
  type CacheOptions,
  type CacheSettings,
  changeSettings,
  readCacheOptions,
} from './cache-options.js';
import { cacheClosed, protectedFull } from './cache-problems.js';
import type { CacheBrief } from './statistics/cache-brief.js';
import type { CacheStats } from './statistics/cache-stats.js';
import { CacheSweep } from './expiry/cache-sweep.js';
import { type Stock, takeStock } from './statistics/take-stock.js';
import { checkKey, checkLoader, checkTags, checkValue, checkWork } from './options/check-input.js';
import { DisposalDesk } from './disposal/disposal-desk.js';
import { Clearance } from './entries/clearance.js';
import { Departures } from './entries/departures.js';
import type { EntryInfo } from './entries/entry-info.js';
import type { EntryOptions } from './entries/entry-options.js';
import { defaultPlan, type EntryPlan, planEntry } from './entries/entry-plan.js';
import { EntryStore } from './entries/entry-store.js';
import { EventChannel, type Listener } from './events/event-channel.js';
import { NONE } from './eviction/eviction-policy.js';
import { BackgroundGate } from './freshness/background-gate.js';
import { Refresher } from './freshness/refresher.js';
import { Intake } from './entries/intake.js';
import type { Constructor, InstanceFactory } from './instances/instance-factory.js';
import { checkClass, type InstanceOptions, otherClass } from './instances/instance-options.js';
import { InstanceLedger } from './leasing/instance-ledger.js';
import type { Lease } from './leasing/lease.js';
import { isExhaustion } from './leasing/lease-problems.js';
import type { LifeRules } from './leasing/life-rules.js';
import type { KeyIndex } from './columns/key-index.js';
import { LoadDesk } from './loading/load-desk.js';
import { type LoadPlan, planLoad, planSyncLoad } from './loading/load-plan.js';
import type { LoadedStore } from './loading/loaded-store.js';
import type { Loader, LoadOptions, SyncLoader, SyncLoadOptions } from './loading/loader.js';
import { PlainIntake } from './entries/plain-intake.js';
import { LivingInstances } from './retention/living-instances.js';
import type { Retention } from './retention/retention.js';
import { flag } from './options/option-rules.js';
import { StatsCounters } from './statistics/stats-counters.js';
import { TierDesk } from './tiering/tier-desk.js';
import { type Tiering, UNTIERED } from './tiering/tiering.js';
import type { TickingClock } from './time/ticking-clock.js';
import type { TrimResult, TrimTarget } from './entries/trim-target.js';
import { Trimmer } from './entries/trimmer.js';
import { WarmUp, type WarmUpTarget } from './warm-up/warm-up.js';
import { readWarmUpOptions, type WarmUpOptions, type WarmUpSource } from './warm-up/warm-up-options.js';
import type { WarmUpReport } from './warm-up/warm-up-report.js';

/**
 * A bounded cache of instances that are expensive to make. It never holds more entries or bytes than its bounds allow, makes
 * a missing value once however many ask for it, and tells of every departure with its cause.
 *
 * Works alone or injected by Nest. Keys are compared as by `Map`; `undefined` is neither a key nor a value.
 */
export class MethodInstanceCache<K = unknown, V = unknown> {
  /** The cache's name. */
  readonly region: string;
  /** How instances are held. */
  readonly retention: Retention;
  readonly #clock: TickingClock;
  readonly #factory: InstanceFactory;
  readonly #hasWeigher: boolean;
  readonly #drainTimeoutMs: number;
  readonly #store: EntryStore<K, V>;
  readonly #index: KeyIndex<K>;
  readonly #living: LivingInstances<K>;
  readonly #counters = new StatsCounters();
  readonly #events = new EventChannel<CacheEvents<K, V>>(CACHE_EVENTS);
  readonly #instances: InstanceLedger<K, V>;
  readonly #loads: LoadDesk<K, V>;
  readonly #sweep: CacheSweep<K, V>;
  readonly #intake: Intake<K, V>;
  readonly #clearance: Clearance<K, V>;
  readonly #trimmer: Trimmer<K, V>;
  readonly #stock: Stock<K, V>;
  readonly #refresher: Refresher<K, V>;
  readonly #background = new BackgroundGate();
  readonly #tiering: Tiering<K, V>;
  readonly #plain: PlainIntake<K, V>;
  /** Whether values that come without options are neither weighed nor given a lifetime, nor kept anywhere else. */
  #isBare: boolean;
  readonly #isUngoverned: boolean;
  #settings: CacheSettings;
  #defaults: EntryPlan;
  #isClosed = false;
  #closing: Promise<void> | undefined;

  /** `meter` governs its bytes together with those of other caches. Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `UNBOUNDED_CACHE`. */
  constructor(options: CacheOptions<K, V>, meter: ByteMeter = UNGOVERNED) {
    const read = readCacheOptions(options);
    const { region, retention, weigher, clock, random, instances: factory, life, tier, settings } = read;
    this.region = region;
    this.retention = retention;
    this.#clock = clock;
    this.#factory = factory;
    this.#drainTimeoutMs = life.drainTimeoutMs;
    this.#hasWeigher = weigher !== undefined;
    this.#settings = settings;
    this.#defaults = defaultPlan(settings);
    this.#living = new LivingInstances(retention);
    const counters = this.#counters;
    const events = this.#events;
    const living = this.#living;
    const rules = life as LifeRules<K, V>;
    const disposals = new DisposalDesk<K, V>(rules.dispose || undefined, rules.drainTimeoutMs, counters, events);
    const instances = new InstanceLedger<K, V>(region, rules, clock, living, counters, events, disposals);
    this.#instances = instances;
    const awaited = rules.reloadAfterDisposal ? disposals : undefined;
    const store: EntryStore<K, V> = new EntryStore(
      settings,
      retention,
      clock,
      counters,
      (slot, cause, now) => departures.note(slot, cause, now),
      meter,
    );
    const sweep = new CacheSweep(store, living, clock, () => events.tell());
    const { table, reader } = store;
    const gate = this.#background;
    const drop = (key: K): void => this.#dropElsewhere(key);
    const dropTagged = (tags: readonly string[] | undefined): void => this.#dropTaggedElsewhere(tags);
    const tiered = { region, table, reader, clock, counters, events, instances, gate, drop, dropTagged };
    const tiering: Tiering<K, V> = tier ? new TierDesk<K, V>(tiered, tier) : UNTIERED;
    const departures = new Departures(table, reader, living, counters, events, sweep, instances, tiering);
    const loaded: LoadedStore<K, V> = {
      put: (...loaded) => !this.#isClosed && this.#intake.put(...loaded),
      restore: (...recalled) => !this.#isClosed && this.#intake.restore(...recalled),
      holds: (key) => this.#index.get(key) !== NONE,
      drop: (key) => this.#dropRenewed(key),
    };
    this.#tiering = tiering;
    this.#loads = new LoadDesk(clock, counters, events, instances, awaited, loaded, tiering);
    const plain = new PlainIntake(store, departures, counters, instances, events);
    this.#plain = plain;
    this.#isUngoverned = retention === 'strong' && !weigher && tiering === UNTIERED && meter === UNGOVERNED;
    this.#isBare = this.#isUngoverned && this.#defaults.isPlain;
    this.#store = store;
    this.#sweep = sweep;
    this.#clearance = new Clearance(store, clock, living, this.#loads, departures, counters, events);
    this.#trimmer = new Trimmer(store, clock, departures, events);
    this.#stock = { region, store, loads: this.#loads, living, instances, tiering };
    this.#intake = new Intake(
      region,
      weigher,
      clock,
      store,
      living,
      counters,
      events,
      sweep,
      instances,
      plain,
      random,
      meter,
    );
    this.#refresher = new Refresher(store, this.#loads, counters, clock, this.#background);
    this.#index = this.#store.table.index;
  }

  /** Entries held now. */
  get size(): number {
    return this.#store.size;
  }

  /** Bytes held now, by the weigher. */
  get weight(): number {
    return this.#store.weight;
  }

  /**
   * The value of a key, counted as a hit or a miss; `undefined` where there is none, or a stale one. It is not leased: what is
   * disposed when it leaves should be used through `use` or `acquire`. Throws `INVALID_KEY`.
   */
  get<T extends V = V>(key: K): T | undefined {
    const slot = this.#index.get(key);
    if (slot !== NONE && this.#store.isReady(slot)) return this.#store.use(slot) as T;
    const value = this.#lookUp(key, slot, false);
    if (value === undefined) this.#missed(key);
    return value as T | undefined;
  }

  /** The value of a key without any trace: no hit, no miss, no change of order or lifetime. Throws `INVALID_KEY`. */
  peek<T extends V = V>(key: K): T | undefined {
    checkKey(key);
    const now = this.#clock.now();
    const slot = this.#index.get(key);
    if (slot === NONE) return this.#living.find(key, now)?.hold.deref() as T | undefined;
    const isUsable = this.#store.lifetimes.deadline(slot) > now || this.retention === 'soft';
    return isUsable && this.#store.freshness.freshUntil(slot) > now
      ? (this.#store.reader.valueAt(slot) as T | undefined)
      : undefined;
  }

  /** Whether `get` would find a value, without any trace. */
  has(key: K): boolean {
    return this.peek(key) !== undefined;
  }

  /**
   * Stores a value; a load of the key that is under way is returned to its callers only. Answers whether the value was stored:
   * one that is heavier than the cache, or that the policy refuses, is not. Throws `INVALID_KEY`, `INVALID_VALUE`,
   * `INVALID_OPTION`, `INVALID_WEIGHT`, `PROTECTED_FULL` or `CACHE_CLOSED`, and then nothing has changed.
   */
  set(key: K, value: V, options?: EntryOptions<K, V>): boolean {
    if (options !== undefined || !this.#isBare || !this.#plain.takesBare())
      return this.#setPlanned(key, value, options);
    if (key === undefined || value === undefined) return this.#setPlanned(key, value, options);
    const isStored = this.#plain.put(key, value, 0, 0) || this.#intake.reject(key, value, 0);
    if (!this.#loads.isIdle) this.#loads.supersede(key);
    if (this.#living.size > 0) this.#living.forget(key);
    if (!isStored) this.#events.tell();
    return isStored;
  }

  #setPlanned(key: K, value: V, options: EntryOptions<K, V> | undefined): boolean {
    this.#mustBeOpen();
    checkKey(key);
    checkValue(value);
    const plan = options === undefined ? this.#defaults : planEntry(options, this.#defaults);
    if (!plan.isPlain || !this.#store.isPlain || this.#tiering !== UNTIERED) return this.#setAny(key, value, plan);
    const isStored = this.#intake.put(key, value, plan, plan.costMs ?? 0); // which notes nothing where it throws
    this.#loads.supersede(key);
    this.#events.tell();
    return isStored;
  }

  #setAny(key: K, value: V, plan: EntryPlan): boolean {
    try {
      const isStored = this.#intake.put(key, value, plan, plan.costMs ?? 0);
      this.#loads.supersede(key);
      this.#tiering.changed(key);
      if (isStored) this.#tiering.stored(key);
      return isStored;
    } finally {
      this.#events.tell();
    }
  }

  /** Removes a key; a load of it that is under way is returned to its callers only. Answers whether there was a value. */
  delete(key: K): boolean {
    const hadValue = this.has(key);
    this.#tiering.changed(key);
    this.#clearance.removeKey(key, 'deleted');
    return hadValue;
  }

  /** Removes every entry, protected ones too; loads under way are returned to their callers only. Answers how many left. */
  clear(): number {
    this.#tiering.cleared(undefined);
    return this.#clearance.removeAll('cleared');
  }

  /** Removes the entries that carry one of the tags, and keeps loads under way that would carry it from being stored. Answers how many left. */
  invalidate(...tags: string[]): number {
    checkTags(tags);
    if (tags.length > 0) this.#tiering.cleared(tags);
    return this.#clearance.removeTagged(tags);
  }

  /**
   * The value of a key; where it is missing, the loader makes it once for all who ask meanwhile. A loader's error reaches them
   * unchanged and is not cached, unless `negativeTtl` says so; with `grace` a stale value stands in for it. With
   * `staleWhileRevalidate` or `refreshAhead` the value is answered at once and the loader makes the next one in the background;
   * should that fail, `load.failed` tells of it and nobody else learns of it. A value that cannot be stored is returned all the
   * same, and it is not leased, as by `get`. Who joins a load that is under way shares its loader and its options, but for `signal`; a loader that waits for its own
   * key waits until `loadTimeout`.
   * Rejects with `INVALID_KEY`, `INVALID_OPTION`, `LOAD_TIMEOUT`, `CACHE_CLOSED`, or the reason of an aborted `options.signal`.
   */
  getOrCreate<T extends V = V>(key: K, loader: Loader<K, T>, options?: LoadOptions<K, V>): Promise<T> {
    const slot = this.#index.get(key);
    if (slot !== NONE && this.#store.isReady(slot)) return Promise.resolve(this.#store.use(slot) as T);
    const value = this.#lookUp(key, slot, true);
    if (value === undefined) return this.#load(key, loader, options);
    return this.#store.freshness.isBlank ? Promise.resolve(value as T) : this.#serve(key, value as T, loader, options);
  }

  /**
   * Like `getOrCreate` with a loader that answers at once, and so without background loads: a stale value is made anew. Throws
   * `RECURSIVE_LOAD` where the loader asks for its own key.
   */
  getOrCreateSync<T extends V = V>(key: K, loader: SyncLoader<K, T>, options?: SyncLoadOptions<K, V>): T {
    const found = this.get<T>(key);
    if (found !== undefined) return found;
    this.#mustBeOpen();
    checkLoader(loader);
    const plan = planSyncLoad(options, this.#defaults, this.#settings);
    try {
      return this.#loads.loadSync(key, loader, plan);
    } catch (error) {
      return this.#refresher.standIn(key, error) as T;
    }
  }

  /**
   * A lease on the value of a key; where it is missing, the loader makes it as for `getOrCreate`. Until the lease ends, the instance
   * is not disposed, whatever becomes of its entry; a value that cannot be stored is leased all the same, and disposed when its
   * last lease ends. Rejects with `LEASES_EXHAUSTED`, and with what `getOrCreate` rejects with.
   */
  async acquire<T extends V = V>(key: K, loader: Loader<K, T>, options?: LoadOptions<K, V>): Promise<Lease<T, K>> {
    const value = this.#find(key, true);
    if (value !== undefined) {
      this.#renew(key, loader, options);
      return this.#lease(key, value) as Lease<T, K>;
    }
    const plan = this.#planLoad(key, loader, options);
    try {
      return (await this.#loads.acquire(key, loader, plan)) as Lease<unknown, K> as Lease<T, K>;
    } catch (error) {
      return this.#leaseStandIn(key, error, plan.signal) as Lease<T, K>;
    }
  }

  /** A lease on the value of a key, counted as a hit or a miss; `undefined` where there is none. Throws `INVALID_KEY` or `LEASES_EXHAUSTED`. */
  tryAcquire<T extends V = V>(key: K): Lease<T, K> | undefined {
    const value = this.#find(key, false);
    if (value !== undefined) return this.#lease(key, value) as Lease<T, K>;
    this.#missed(key);
    return undefined;
  }

  /** Like `acquire` with a loader that answers at once. Throws what `getOrCreateSync` throws, and `LEASES_EXHAUSTED`. */
  acquireSync<T extends V = V>(key: K, loader: SyncLoader<K, T>, options?: SyncLoadOptions<K, V>): Lease<T, K> {
    const found = this.tryAcquire<T>(key);
    if (found !== undefined) return found;
    this.#mustBeOpen();
    checkLoader(loader);
    const plan = planSyncLoad(options, this.#defaults, this.#settings);
    try {
      return this.#loads.acquireSync(key, loader, plan) as Lease<unknown, K> as Lease<T, K>;
    } catch (error) {
      return this.#leaseStandIn(key, error) as Lease<T, K>;
    }
  }

  /**
   * A lease on the instance of a class, which is made where it is missing: in a Nest application by Nest's injector, with a
   * `ContextId` of its own. Whatever is made for the instance alone belongs to it, and is disposed after it. An instance that
   * knows its weight through no `weight` and no `weigher` weighs what it and its parts hold, without what is injected from outside.
   * Rejects with `INVALID_KEY` where the key has a value of another kind, with what making the instance fails with, and with what
   * `acquire` rejects with.
   */
  async instance<T extends V & object>(type: Constructor<T>, options: InstanceOptions<K> = {}): Promise<Lease<T, K>> {
    checkClass(type);
    const { key = type as unknown as K, moduleRef, payload = { key }, ...load } = options;
    const request = { key, moduleRef, payload };
    const lease = await this.acquire<T>(key, () => this.#factory.make(type, request), load);
    if (lease.value instanceof type) return lease;
    lease.release();
    throw otherClass(type, key);
  }

  /**
   * Leases the value of a key, made by the loader where it is missing, while a function runs, and answers what that answers.
   * The lease ends whatever becomes of it. Rejects with what `acquire` rejects with, and with the function's own error.
   */
  async use<R, T extends V = V>(
    key: K,
    loader: Loader<K, T>,
    work: (value: T) => R | PromiseLike<R>,
    options?: LoadOptions<K, V>,
  ): Promise<R> {
    checkWork(work);
    const lease = await this.acquire(key, loader, options);
    try {
      return await work(lease.value);
    } finally {
      lease.release();
    }
  }

  /** Removes every entry whose lifetime has ended or whose instance was collected; answers how many left. */
  evictExpired(): number {
    const before = this.size;
    this.#sweep.sweepAll();
    this.#loads.forgetFailures();
    return before - this.size;
  }

  /** Evicts by the policy, cause `pressure`, until no more than the target is left; protected entries stay. */
  trim(target: TrimTarget): TrimResult {
    return this.#trimmer.trim(target);
  }

  /** Like `trim`, but a thousand entries at a time, so that a large cache holds up nobody; resolves with what it removed in all. */
  async trimGently(target: TrimTarget): Promise<TrimResult> {
    return this.#trimmer.trimGently(target);
  }

  /**
   * Changes bounds, lifetimes or policy while the cache is in use; what the new bounds do not hold is evicted, cause `size`.
   * Throws `UNKNOWN_OPTION`, `INVALID_OPTION`, `UNBOUNDED_CACHE` or `PROTECTED_FULL`, and then nothing has changed.
   */
  configure(change: CacheConfiguration): void {
    const settings = changeSettings(this.#settings, change, this.#hasWeigher);
    if (this.#store.guardedEntries > settings.maxEntries || this.#store.guardedWeight > settings.maxBytes) {
      throw protectedFull(this.region, 'configure', 'bounds that hold the protected entries', this.#store);
    }
    this.#settings = settings;
    this.#refresher.retire(this.#defaults);
    this.#defaults = defaultPlan(settings);
    this.#isBare = this.#isUngoverned && !this.#isClosed && this.#defaults.isPlain;
    this.#store.configure(settings, this.#clock.now());
    this.#events.tell();
  }

  /** A snapshot of what was counted and of what is held. */
  stats(): CacheStats {
    return takeStock(this.#stock, this.#counters, this.#settings);
  }

  /** The few figures of `stats()` by which memory is governed, for less than a tenth of its time: for who asks within insertions. */
  brief(): CacheBrief {
    const store = this.#store;
    store.settle();
    return {
      entries: store.size,
      weight: store.weight,
      protectedEntries: store.guardedEntries,
      protectedWeight: store.guardedWeight,
      maxBytes: this.#settings.maxBytes,
      hits: this.#counters.hits,
      timeSavedMs: this.#counters.timeSavedMs,
    };
  }

  /** Starts counting anew; what is held stays. */
  resetStats(): void {
    this.#store.settle();
    this.#counters.reset();
    this.#store.peakEntries = this.size;
    this.#store.peakWeight = this.weight;
  }

  /** Describes the live entries one by one, without their values and without any trace; the cache may change meanwhile. */
  *entries(): IterableIterator<EntryInfo<K>> {
    this.#store.settle();
    yield* this.#store.reader.describe(() => this.#clock.now());
  }

  /**
   * Makes and stores the values of many keys ahead of their first use, a few at a time, and reports what came of it. Keys that have
   * a fresh value are left alone; a failing loader costs its own key only. An asynchronous source is read no further ahead than
   * there are places for loads. Ends early where the next value would push out one that the warm-up has stored or found, where
   * background loads are paused, or by `options.signal`. Counts as loads, and neither as hits nor as misses.
   * Rejects with `INVALID_OPTION`, `UNKNOWN_OPTION` or `CACHE_CLOSED`, and then nothing was begun.
   */
  async warmUp<T extends V = V>(
    keys: WarmUpSource<K>,
    loader: Loader<K, T>,
    options: WarmUpOptions<K, V> = {},
  ): Promise<WarmUpReport<K>> {
    this.#mustBeOpen();
    checkLoader(loader);
    const settings = readWarmUpOptions(options);
    const plan = planLoad(settings.entry, this.#defaults, this.#settings);
    const target: WarmUpTarget<K> = {
      has: (key) => this.has(key),
      load: async (key, signal) => {
        checkKey(key);
        return this.#loads.load(key, loader, { ...plan, signal }, true);
      },
      maxEntries: () => this.#settings.maxEntries,
      onRemoved: (listener) => this.on('entry.removed', ({ key, cause }) => listener(key, cause)),
      listenerFailed: (error) => {
        this.#events.note('listener.failed', { error });
        this.#events.tell();
      },
    };
    return new WarmUp(target, this.#background, this.#clock, settings).run(keys);
  }

  /**
   * Holds background loads back, or lets them go on: while they are paused no entry is renewed ahead of a miss, and a warm-up
   * ends. Loads that callers wait for are not touched. For whoever watches memory.
   */
  pauseBackgroundLoads(isPaused: boolean): void {
    this.#background.pause(flag(isPaused, 'pauseBackgroundLoads'));
  }

  /**
   * Resolves when everything that was to reach the tier, spilled, changed or invalidated, has reached it or has failed. What is
   * deleted or invalidated is surely gone from a tier that outlives the process only then.
   */
  tierSettled(): Promise<void> {
    return this.#tiering.settled();
  }

  /** Listens to an event; answers the function that ends it. */
  on<Name extends keyof CacheEvents<K, V>>(name: Name, listener: Listener<CacheEvents<K, V>[Name]>): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * Ends the cache at once: aborts loads, removes every entry, stops the timer; afterwards nothing is found and nothing can be
   * stored. What is held goes to the tier, where there is one, within `drainTimeout`. Resolves when every instance is disposed: it waits up to `drainTimeout` for leases, then disposes of what is still
   * leased, because an instance that is never ended may keep the process from ending.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#isBare = false;
    this.#sweep.stop();
    this.#loads.abortAll(cacheClosed(this.region));
    this.#clearance.removeAll('closed');
    this.#background.close();
    await Promise.all([this.#tiering.close(this.#drainTimeoutMs), this.#instances.drain()]);
  }

  #find(key: K, mayBeStale: boolean): V | undefined {
    const slot = this.#index.get(key);
    if (slot !== NONE && this.#store.isReady(slot)) return this.#store.use(slot);
    return this.#lookUp(key, slot, mayBeStale);
  }

  /** A lease on what stands in for a load that failed. */
  #leaseStandIn(key: K, error: unknown, signal?: AbortSignal): Lease<V, K> {
    if (isExhaustion(error)) throw error;
    return this.#lease(key, this.#refresher.standIn(key, error, signal));
  }

  #lease(key: K, value: V): Lease<V, K> {
    return this.#instances.lease(key, value, this.#index.get(key) !== NONE);
  }

  /** The value of a key where its entry may have ended: by its lifetime, or by the collector; or may be stale. */
  #lookUp(key: K, slot: number, mayBeStale: boolean): V | undefined {
    if (slot === NONE && this.#living.size === 0) return undefined;
    const now = this.#clock.now();
    if (slot === NONE) return this.#revive(key, now);
    const value = this.#store.liveValue(slot, now);
    if (value === undefined) return this.#revive(key, now);
    const { freshness } = this.#store;
    if (!freshness.isBlank && (mayBeStale ? freshness.servedUntil(slot) : freshness.freshUntil(slot)) <= now)
      return undefined;
    this.#store.lifetimes.use(slot, now);
    this.#store.use(slot);
    return value;
  }

  /** Brings an evicted instance back that somebody else still holds. */
  #revive(key: K, now: number): V | undefined {
    const value = this.#intake.revive(key, now);
    this.#events.tell();
    return value;
  }

  #missed(key: K): void {
    checkKey(key);
    this.#counters.misses++;
  }

  async #load<T extends V>(key: K, loader: Loader<K, T>, options: LoadOptions | undefined): Promise<T> {
    const plan = this.#planLoad(key, loader, options);
    const loaded = this.#loads.load(key, loader, plan);
    if (this.#store.freshness.isBlank) return loaded as Promise<T>;
    return loaded.catch((error: unknown) => this.#refresher.standIn(key, error, plan.signal)) as Promise<T>;
  }

  /** Answers a value that was found, and has the next one made where that is due. */
  async #serve<T extends V>(key: K, value: T, loader: Loader<K, T>, options: LoadOptions | undefined): Promise<T> {
    this.#renew(key, loader, options);
    return value;
  }

  #planLoad(key: K, loader: unknown, options: LoadOptions | undefined): LoadPlan {
    this.#mustBeOpen();
    this.#missed(key);
    checkLoader(loader);
    const plan = planLoad(options, this.#defaults, this.#settings);
    plan.signal?.throwIfAborted();
    return plan;
  }

  /** Has the next value of a key made where that is due. */
  #renew(key: K, loader: Loader<K, V>, options: LoadOptions | undefined): void {
    if (this.#store.freshness.isBlank) return;
    this.#refresher.hit(key, loader, options, this.#defaults, this.#settings);
  }

  /** The loader that was to renew an entry answered that there is no value any more. */
  #dropRenewed(key: K): void {
    const slot = this.#index.get(key);
    if (slot !== NONE && this.#store.freshness.planOf(slot)) this.#store.remove(slot, 'replaced', this.#clock.now());
  }

  /** Somebody else who shares the tier changed a key. */
  #dropElsewhere(key: K): void {
    if (!this.#isClosed) this.#clearance.removeKey(key, 'invalidated');
  }

  /** Somebody else who shares the tier invalidated tags, or everything. */
  #dropTaggedElsewhere(tags: readonly string[] | undefined): void {
    if (this.#isClosed) return;
    if (tags) this.#clearance.removeTagged(tags);
    else this.#clearance.removeAll('invalidated');
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw cacheClosed(this.region);
  }
}
