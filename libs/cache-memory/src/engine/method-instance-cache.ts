import { type ByteMeter, UNGOVERNED } from './byte-meter.js';
import { type CacheConfiguration, type CacheOptions, changeSettings, readCacheOptions } from './cache-options.js';
import { assembleCache, type CacheParts } from './cache-parts.js';
import { cacheClosed, protectedFull } from './cache-problems.js';
import type { CacheTerms } from './cache-terms.js';
import type { KeyIndex } from './columns/key-index.js';
import type { EntryInfo } from './entries/entry-info.js';
import type { EntryOptions } from './entries/entry-options.js';
import { type EntryPlan, planEntry } from './entries/entry-plan.js';
import type { EntryStore } from './entries/entry-store.js';
import type { Intake } from './entries/intake.js';
import type { LookUp } from './entries/look-up.js';
import type { PlainIntake } from './entries/plain-intake.js';
import type { TrimResult, TrimTarget } from './entries/trim-target.js';
import type { CacheEvents } from './events/cache-events.js';
import type { EventChannel, Listener } from './events/event-channel.js';
import { NONE } from './eviction/eviction-policy.js';
import type { Constructor, InstanceFactory } from './instances/instance-factory.js';
import { checkClass, type InstanceOptions, otherClass } from './instances/instance-options.js';
import type { Lease } from './leasing/lease.js';
import type { LoadDesk } from './loading/load-desk.js';
import { planLoad } from './loading/load-plan.js';
import type { LoadRequests } from './loading/load-requests.js';
import type { Loader, LoadOptions, SyncLoader, SyncLoadOptions } from './loading/loader.js';
import { checkKey, checkLoader, checkTags, checkValue, checkWork } from './options/check-input.js';
import { flag } from './options/option-rules.js';
import type { Retention } from './retention/retention.js';
import type { CacheBrief } from './statistics/cache-brief.js';
import type { CacheStats } from './statistics/cache-stats.js';
import type { StatsCounters } from './statistics/stats-counters.js';
import { takeStock } from './statistics/take-stock.js';
import { type Tiering, UNTIERED } from './tiering/tiering.js';
import type { TickingClock } from './time/ticking-clock.js';
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
  readonly #parts: CacheParts<K, V>;
  readonly #terms: CacheTerms;
  // What look-ups and insertions go through stands here, too, a step nearer.
  readonly #store: EntryStore<K, V>;
  readonly #index: KeyIndex<K>;
  readonly #counters: StatsCounters;
  readonly #events: EventChannel<CacheEvents<K, V>>;
  readonly #loads: LoadDesk<K, V>;
  readonly #intake: Intake<K, V>;
  readonly #plain: PlainIntake<K, V>;
  readonly #lookUp: LookUp<K, V>;
  readonly #requests: LoadRequests<K, V>;
  readonly #tiering: Tiering<K, V>;
  /** Whether values that come without options are neither weighed nor given a lifetime, nor kept anywhere else. */
  #isBare: boolean;
  readonly #isUngoverned: boolean;
  #closing: Promise<void> | undefined;

  /** `meter` governs its bytes together with those of other caches. Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `UNBOUNDED_CACHE`. */
  constructor(options: CacheOptions<K, V>, meter: ByteMeter = UNGOVERNED) {
    const read = readCacheOptions(options);
    const parts = assembleCache<K, V>(read, meter);
    this.region = read.region;
    this.retention = read.retention;
    this.#clock = read.clock;
    this.#factory = read.instances;
    this.#drainTimeoutMs = read.life.drainTimeoutMs;
    this.#hasWeigher = read.weigher !== undefined;
    this.#parts = parts;
    this.#terms = parts.terms;
    this.#store = parts.store;
    this.#index = parts.store.table.index;
    this.#counters = parts.counters;
    this.#events = parts.events;
    this.#loads = parts.loads;
    this.#intake = parts.intake;
    this.#plain = parts.plain;
    this.#lookUp = parts.lookUp;
    this.#requests = parts.requests;
    this.#tiering = parts.tiering;
    this.#isUngoverned =
      this.retention === 'strong' && !this.#hasWeigher && parts.tiering === UNTIERED && meter === UNGOVERNED;
    this.#isBare = this.#isUngoverned && parts.terms.defaults.isPlain;
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
    const value = this.#lookUp.findAt(slot, key, false);
    if (value === undefined) this.#lookUp.missed(key);
    return value as T | undefined;
  }

  /** The value of a key without any trace: no hit, no miss, no change of order or lifetime. Throws `INVALID_KEY`. */
  peek<T extends V = V>(key: K): T | undefined {
    checkKey(key);
    return this.#lookUp.peek(key) as T | undefined;
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
    if (!isStored) this.#events.tell();
    return isStored;
  }

  #setPlanned(key: K, value: V, options: EntryOptions<K, V> | undefined): boolean {
    this.#terms.mustBeOpen();
    checkKey(key);
    checkValue(value);
    const plan = options === undefined ? this.#terms.defaults : planEntry(options, this.#terms.defaults);
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
    this.#parts.clearance.removeKey(key, 'deleted');
    return hadValue;
  }

  /** Removes every entry, protected ones too; loads under way are returned to their callers only. Answers how many left. */
  clear(): number {
    this.#tiering.cleared(undefined);
    return this.#parts.clearance.removeAll('cleared');
  }

  /** Removes the entries that carry one of the tags, and keeps loads under way that would carry it from being stored. Answers how many left. */
  invalidate(...tags: string[]): number {
    checkTags(tags);
    if (tags.length > 0) this.#tiering.cleared(tags);
    return this.#parts.clearance.removeTagged(tags);
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
    const value = this.#lookUp.findAt(slot, key, true);
    if (value === undefined) return this.#requests.load(key, loader, options) as Promise<T>;
    if (this.#store.freshness.isBlank) return Promise.resolve(value as T);
    return this.#requests.serve(key, value, loader, options) as Promise<T>;
  }

  /**
   * Like `getOrCreate` with a loader that answers at once, and so without background loads: a stale value is made anew. Throws
   * `RECURSIVE_LOAD` where the loader asks for its own key.
   */
  getOrCreateSync<T extends V = V>(key: K, loader: SyncLoader<K, T>, options?: SyncLoadOptions<K, V>): T {
    const found = this.get<T>(key);
    return found === undefined ? (this.#requests.loadSync(key, loader, options) as T) : found;
  }

  /**
   * A lease on the value of a key; where it is missing, the loader makes it as for `getOrCreate`. Until the lease ends, the instance
   * is not disposed, whatever becomes of its entry; a value that cannot be stored is leased all the same, and disposed when its
   * last lease ends. Rejects with `LEASES_EXHAUSTED`, and with what `getOrCreate` rejects with.
   */
  acquire<T extends V = V>(key: K, loader: Loader<K, T>, options?: LoadOptions<K, V>): Promise<Lease<T, K>> {
    return this.#requests.acquire(key, loader, options) as Promise<Lease<unknown, K>> as Promise<Lease<T, K>>;
  }

  /** A lease on the value of a key, counted as a hit or a miss; `undefined` where there is none. Throws `INVALID_KEY` or `LEASES_EXHAUSTED`. */
  tryAcquire<T extends V = V>(key: K): Lease<T, K> | undefined {
    return this.#requests.tryAcquire(key) as Lease<unknown, K> | undefined as Lease<T, K> | undefined;
  }

  /** Like `acquire` with a loader that answers at once. Throws what `getOrCreateSync` throws, and `LEASES_EXHAUSTED`. */
  acquireSync<T extends V = V>(key: K, loader: SyncLoader<K, T>, options?: SyncLoadOptions<K, V>): Lease<T, K> {
    return this.#requests.acquireSync(key, loader, options) as Lease<unknown, K> as Lease<T, K>;
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
    this.#parts.sweep.sweepAll();
    this.#loads.forgetFailures();
    return before - this.size;
  }

  /** Evicts by the policy, cause `pressure`, until no more than the target is left; protected entries stay. */
  trim(target: TrimTarget): TrimResult {
    return this.#parts.trimmer.trim(target);
  }

  /** Like `trim`, but a thousand entries at a time, so that a large cache holds up nobody; resolves with what it removed in all. */
  async trimGently(target: TrimTarget): Promise<TrimResult> {
    return this.#parts.trimmer.trimGently(target);
  }

  /**
   * Changes bounds, lifetimes or policy while the cache is in use; what the new bounds do not hold is evicted, cause `size`.
   * Throws `UNKNOWN_OPTION`, `INVALID_OPTION`, `UNBOUNDED_CACHE` or `PROTECTED_FULL`, and then nothing has changed.
   */
  configure(change: CacheConfiguration): void {
    const settings = changeSettings(this.#terms.settings, change, this.#hasWeigher);
    if (this.#store.guardedEntries > settings.maxEntries || this.#store.guardedWeight > settings.maxBytes) {
      throw protectedFull(this.region, 'configure', 'bounds that hold the protected entries', this.#store);
    }
    this.#parts.refresher.retire(this.#terms.defaults);
    this.#terms.change(settings);
    this.#isBare = this.#isUngoverned && !this.#terms.isClosed && this.#terms.defaults.isPlain;
    this.#store.configure(settings, this.#clock.now());
    this.#events.tell();
  }

  /** A snapshot of what was counted and of what is held. */
  stats(): CacheStats {
    return takeStock(this.#parts);
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
      maxBytes: this.#terms.settings.maxBytes,
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
    this.#terms.mustBeOpen();
    checkLoader(loader);
    const settings = readWarmUpOptions(options);
    const plan = planLoad(settings.entry, this.#terms.defaults, this.#terms.settings);
    const target: WarmUpTarget<K> = {
      has: (key) => this.has(key),
      load: async (key, signal) => {
        checkKey(key);
        return this.#loads.load(key, loader, { ...plan, signal }, true);
      },
      maxEntries: () => this.#terms.settings.maxEntries,
      onRemoved: (listener) => this.on('entry.removed', ({ key, cause }) => listener(key, cause)),
      listenerFailed: (error) => {
        this.#events.note('listener.failed', { error });
        this.#events.tell();
      },
    };
    return new WarmUp(target, this.#parts.background, this.#clock, settings).run(keys);
  }

  /**
   * Holds background loads back, or lets them go on: while they are paused no entry is renewed ahead of a miss, and a warm-up
   * ends. Loads that callers wait for are not touched. For whoever watches memory.
   */
  pauseBackgroundLoads(isPaused: boolean): void {
    this.#parts.background.pause(flag(isPaused, 'pauseBackgroundLoads'));
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
    if (this.#closing) return this.#closing;
    let end!: (closed: Promise<void>) => void;
    this.#closing = new Promise((resolve) => (end = resolve));
    end(this.#close()); // which calls listeners and disposers, who may call close() in turn
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#terms.end();
    this.#isBare = false;
    this.#parts.sweep.stop();
    this.#loads.abortAll(cacheClosed(this.region));
    this.#parts.clearance.removeAll('closed');
    this.#parts.background.close();
    await Promise.all([this.#tiering.close(this.#drainTimeoutMs), this.#parts.instances.drain()]);
  }
}
