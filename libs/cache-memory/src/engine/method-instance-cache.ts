import { CACHE_EVENTS, type CacheEvents } from './cache-events.js';
import {
  type CacheConfiguration,
  type CacheOptions,
  type CacheSettings,
  changeSettings,
  readCacheOptions,
} from './cache-options.js';
import type { CacheStats } from './cache-stats.js';
import { checkKey, checkLoader, checkTags, checkValue } from './check-input.js';
import { describeValue } from './describe-value.js';
import type { EntryInfo } from './entry-info.js';
import type { EntryOptions } from './entry-options.js';
import { defaultPlan, type EntryPlan, planEntry } from './entry-plan.js';
import { EntryStore, type Newcomer } from './entry-store.js';
import { CacheMemoryError } from './errors.js';
import { EventChannel, type Listener } from './event-channel.js';
import { NONE } from './eviction/eviction-policy.js';
import { Sweeper } from './expiry/sweeper.js';
import { LoadDesk } from './loading/load-desk.js';
import { planLoad } from './loading/load-plan.js';
import type { Loader, LoadOptions, SyncLoader } from './loading/loader.js';
import type { RemovalCause } from './removal.js';
import { CollectedScan } from './retention/collected-scan.js';
import { LivingInstances } from './retention/living-instances.js';
import type { Retention } from './retention/retention.js';
import { StatsCounters } from './stats-counters.js';
import type { TickingClock } from './ticking-clock.js';
import { readTrimTarget, type TrimResult, type TrimTarget } from './trim-target.js';
import { checkWeight, type Weigher, weightless } from './weigher.js';

/** Slots that a sweep looks at before it gives the event loop its turn. */
const SLICE = 1_000;

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
  readonly #weigher: Weigher<K, V>;
  readonly #hasWeigher: boolean;
  readonly #store: EntryStore<K, V>;
  readonly #index: ReadonlyMap<K, number>;
  readonly #living: LivingInstances<K>;
  readonly #counters = new StatsCounters();
  readonly #events = new EventChannel<CacheEvents<K, V>>(CACHE_EVENTS);
  readonly #loads: LoadDesk<K, V>;
  readonly #collectedScan = new CollectedScan();
  readonly #sweeper = new Sweeper(
    () => this.#sweep(),
    () => this.#needsSweep(),
  );
  #settings: CacheSettings;
  #defaults: EntryPlan;
  #isClosed = false;

  /** Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `UNBOUNDED_CACHE`. */
  constructor(options: CacheOptions<K, V>) {
    const { region, retention, weigher, clock, settings } = readCacheOptions(options);
    this.region = region;
    this.retention = retention;
    this.#clock = clock;
    this.#weigher = weigher ?? weightless;
    this.#hasWeigher = weigher !== undefined;
    this.#settings = settings;
    this.#defaults = defaultPlan(settings);
    this.#living = new LivingInstances(retention);
    this.#loads = new LoadDesk(clock, this.#counters, this.#events, (...loaded) => {
      if (!this.#isClosed) this.#put(...loaded);
    });
    this.#store = new EntryStore(settings, retention, clock, this.#counters, (slot, cause, now) =>
      this.#noteLeaving(slot, cause, now),
    );
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

  /** The value of a key, counted as a hit or a miss; `undefined` where there is none. Throws `INVALID_KEY`. */
  get<T extends V = V>(key: K): T | undefined {
    const slot = this.#index.get(key);
    if (slot !== undefined && this.#store.isSteady) return this.#store.use(slot) as T;
    const value = this.#lookUp(key, slot);
    if (value === undefined) this.#missed(key);
    return value as T | undefined;
  }

  /** The value of a key without any trace: no hit, no miss, no change of order or lifetime. Throws `INVALID_KEY`. */
  peek<T extends V = V>(key: K): T | undefined {
    checkKey(key);
    const now = this.#clock.now();
    const slot = this.#store.table.index.get(key);
    if (slot === undefined) return this.#living.find(key, now)?.hold.deref() as T | undefined;
    const isUsable = this.#store.lifetimes.deadline(slot) > now || this.retention === 'soft';
    return isUsable ? (this.#store.valueAt(slot) as T | undefined) : undefined;
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
  set(key: K, value: V, options?: EntryOptions): boolean {
    this.#mustBeOpen();
    checkKey(key);
    checkValue(value);
    const plan = planEntry(options, this.#defaults);
    try {
      const isStored = this.#put(key, value, plan, plan.costMs ?? 0);
      this.#loads.supersede(key);
      return isStored;
    } finally {
      this.#events.tell();
    }
  }

  /** Removes a key; a load of it that is under way is returned to its callers only. Answers whether there was a value. */
  delete(key: K): boolean {
    const hadValue = this.has(key);
    const now = this.#clock.now();
    this.#loads.supersede(key);
    const slot = this.#store.findLive(key, now);
    if (slot !== NONE) this.#store.remove(slot, 'deleted', now);
    this.#living.forget(key);
    this.#events.tell();
    return hadValue;
  }

  /** Removes every entry, protected ones too; loads under way are returned to their callers only. Answers how many left. */
  clear(): number {
    this.#loads.supersedeAll();
    const { index } = this.#store.table;
    const before = index.size;
    const now = this.#clock.now();
    for (const slot of index.values()) this.#store.remove(slot, 'cleared', now);
    this.#living.forgetAll();
    this.#events.tell();
    return before;
  }

  /** Removes the entries that carry one of the tags, and keeps loads under way that would carry it from being stored. Answers how many left. */
  invalidate(...tags: string[]): number {
    checkTags(tags);
    const now = this.#clock.now();
    let removed = 0;
    for (const tag of tags) {
      this.#loads.supersedeTagged(tag);
      this.#living.forgetTagged(tag);
      for (const slot of this.#store.tags.slotsOf(tag)) {
        this.#store.remove(slot, 'invalidated', now);
        removed++;
      }
    }
    this.#events.tell();
    return removed;
  }

  /**
   * The value of a key; where it is missing, the loader makes it once for all who ask meanwhile. A loader's error reaches them
   * unchanged and is not cached. A value that cannot be stored is returned all the same. Who joins a load that is under way shares
   * its loader and its options, but for `signal`; a loader that waits for its own key waits until `loadTimeout`.
   * Rejects with `INVALID_KEY`, `INVALID_OPTION`, `LOAD_TIMEOUT`, `CACHE_CLOSED`, or the reason of an aborted `options.signal`.
   */
  getOrCreate<T extends V = V>(key: K, loader: Loader<K, T>, options?: LoadOptions): Promise<T> {
    const slot = this.#index.get(key);
    if (slot !== undefined && this.#store.isSteady) return Promise.resolve(this.#store.use(slot) as T);
    const value = this.#lookUp(key, slot);
    return value === undefined ? this.#load(key, loader, options) : Promise.resolve(value as T);
  }

  /** Like `getOrCreate` with a loader that answers at once; throws `RECURSIVE_LOAD` where it asks for its own key. */
  getOrCreateSync<T extends V = V>(key: K, loader: SyncLoader<K, T>, options?: EntryOptions): T {
    const found = this.get<T>(key);
    if (found !== undefined) return found;
    this.#mustBeOpen();
    checkLoader(loader);
    const plan = planEntry(options, this.#defaults);
    return this.#loads.loadSync(key, loader, plan);
  }

  /** Removes every entry whose lifetime has ended or whose instance was collected; answers how many left. */
  evictExpired(): number {
    const before = this.size;
    const now = this.#clock.exact();
    this.#store.lifetimes.advance(now);
    this.#store.removeExpired(now, { left: Infinity });
    this.#store.removeCollected(0, this.#store.table.used, now);
    this.#living.forgetDead(this.#living.size);
    this.#events.tell();
    return before - this.size;
  }

  /** Evicts by the policy, cause `pressure`, until no more than the target is left; protected entries stay. */
  trim(target: TrimTarget): TrimResult {
    const { bytes, entries } = readTrimTarget(target);
    const before = { entries: this.size, weight: this.weight };
    const now = this.#clock.now();
    this.#store.evictDownTo(entries, bytes, 'pressure', now);
    this.#events.tell();
    return { entries: before.entries - this.size, weight: before.weight - this.weight };
  }

  /**
   * Changes bounds, lifetimes or policy while the cache is in use; what the new bounds do not hold is evicted, cause `size`.
   * Throws `UNKNOWN_OPTION`, `INVALID_OPTION`, `UNBOUNDED_CACHE` or `PROTECTED_FULL`, and then nothing has changed.
   */
  configure(change: CacheConfiguration): void {
    const settings = changeSettings(this.#settings, change, this.#hasWeigher);
    if (this.#store.guardedEntries > settings.maxEntries || this.#store.guardedWeight > settings.maxBytes) {
      throw this.#protectedFull('configure', 'bounds that hold the protected entries');
    }
    this.#settings = settings;
    this.#defaults = defaultPlan(settings);
    this.#store.configure(settings, this.#clock.now());
    this.#events.tell();
  }

  /** A snapshot of what was counted and of what is held. */
  stats(): CacheStats {
    this.#store.settle();
    const counters = this.#counters.snapshot();
    const { size, weight } = this;
    const { maxEntries, maxBytes } = this.#settings;
    return {
      region: this.region,
      ...counters,
      hitRate: counters.gets === 0 ? 0 : counters.hits / counters.gets,
      entries: size,
      weight,
      protectedEntries: this.#store.guardedEntries,
      protectedWeight: this.#store.guardedWeight,
      peakEntries: this.#store.peakEntries,
      peakWeight: this.#store.peakWeight,
      maxEntries: maxEntries === Infinity ? undefined : maxEntries,
      maxBytes: maxBytes === Infinity ? undefined : maxBytes,
      utilisation: Math.max(size / maxEntries, weight / maxBytes),
      loading: this.#loads.size,
      remembered: this.#living.size,
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
  entries(): IterableIterator<EntryInfo<K>> {
    return this.#store.describe(() => this.#clock.now());
  }

  /** Listens to an event; answers the function that ends it. */
  on<Name extends keyof CacheEvents<K, V>>(name: Name, listener: Listener<CacheEvents<K, V>[Name]>): () => void {
    return this.#events.on(name, listener);
  }

  /** Ends the cache: aborts loads, removes every entry, stops the timer. Afterwards nothing is found and nothing can be stored. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sweeper.stop();
    this.#loads.abortAll(this.#closedError());
    this.clear();
  }

  /** The value of a key where its entry may have ended: by its lifetime, or by the collector. */
  #lookUp(key: K, slot: number | undefined): V | undefined {
    const now = this.#clock.now();
    const value = slot === undefined ? undefined : this.#store.liveValue(slot, now);
    if (value === undefined) return this.#revive(key, now);
    this.#store.lifetimes.use(slot!, now);
    this.#store.use(slot!);
    return value;
  }

  /** Brings an evicted instance back that somebody else still holds. */
  #revive(key: K, now: number): V | undefined {
    const instance = this.#living.find(key, now);
    const value = instance?.hold.deref() as V | undefined;
    if (instance && value !== undefined) {
      const { plan, weight, costMs } = instance;
      const endsAt = instance.endsAt > now ? instance.endsAt : now + plan.ttlMs;
      this.#counters.hits++;
      this.#counters.revivals++;
      this.#counters.timeSavedMs += costMs;
      this.#events.note('entry.revived', { key, value });
      if (this.#admit({ key, value, weight, costMs, plan, endsAt }, now)) this.#living.forget(key);
    }
    this.#events.tell();
    return value;
  }

  #missed(key: K): void {
    checkKey(key);
    this.#counters.misses++;
  }

  async #load<T extends V>(key: K, loader: Loader<K, T>, options: LoadOptions | undefined): Promise<T> {
    this.#mustBeOpen();
    this.#missed(key);
    checkLoader(loader);
    const plan = planLoad(options, this.#defaults, this.#settings.loadTimeoutMs);
    plan.signal?.throwIfAborted();
    return this.#loads.load(key, loader, plan) as Promise<T>;
  }

  /** Stores a value in place of the one that the key may have; answers whether it was stored. */
  #put(key: K, value: V, plan: EntryPlan, costMs: number): boolean {
    const weight = this.#weightOf(key, value, plan);
    const hasLifetime = plan.ttlMs < Infinity || plan.idleMs < Infinity;
    const now = hasLifetime ? this.#clock.exact() : this.#clock.now();
    const before = this.#store.findLive(key, now);
    const hasRoom = this.#store.hasRoomFor(weight, before);
    if (!hasRoom && plan.guarded) throw this.#protectedFull(describeValue(key), 'room for one more protected entry');
    this.#living.forget(key);
    const newcomer = { key, value, weight, costMs, plan, endsAt: now + plan.ttlMs };
    const isSame = before !== NONE && this.#store.valueAt(before) === value;
    if (isSame && hasRoom) return this.#renew(before, newcomer, now);
    if (before !== NONE) this.#store.remove(before, 'replaced', now);
    return hasRoom ? this.#admit(newcomer, now) : this.#reject(newcomer);
  }

  #weightOf(key: K, value: V, plan: EntryPlan): number {
    if (plan.weight === undefined && !this.#hasWeigher) return 0;
    const measured = plan.weight ?? checkWeight(this.#weigher(value, key));
    return this.#store.holder.heldWeight(value, measured, plan.guarded);
  }

  #renew(slot: number, newcomer: Newcomer<K, V>, now: number): boolean {
    if (!this.#store.renew(slot, newcomer, now)) return this.#reject(newcomer);
    this.#armSweeper();
    return true;
  }

  #admit(newcomer: Newcomer<K, V>, now: number): boolean {
    if (!this.#store.insert(newcomer, now)) return this.#reject(newcomer);
    this.#counters.insertions++;
    this.#armSweeper();
    return true;
  }

  #reject({ key, value, weight }: Newcomer<K, V>): false {
    this.#counters.rejections++;
    this.#events.note('entry.rejected', { key, value, weight });
    return false;
  }

  #noteLeaving(slot: number, cause: RemovalCause, now: number): void {
    const { table } = this.#store;
    this.#counters.removed(cause, table.weights.get(slot));
    const instance = this.#living.remembers(cause) ? this.#store.livingInstance(slot, now) : undefined;
    if (instance) {
      this.#living.add(table.keys[slot]!, instance);
      this.#armSweeper();
    }
    if (this.#events.has('entry.removed')) this.#events.note('entry.removed', this.#store.removalOf(slot, cause, now));
  }

  #sweep(): boolean {
    const now = this.#clock.now();
    const patience = { left: SLICE };
    this.#store.lifetimes.advance(now);
    this.#store.removeExpired(now, patience);
    if (this.#store.holder.isWeak) {
      const { from, to } = this.#collectedScan.slice(this.#store.table.used, SLICE);
      this.#store.removeCollected(from, to, now);
    }
    this.#living.forgetDead(SLICE);
    this.#events.tell();
    return patience.left === 0 || this.#collectedScan.isUnderWay;
  }

  #armSweeper(): void {
    if (this.#store.isSteady && this.#living.size === 0) return;
    if (this.#needsSweep()) this.#sweeper.arm();
  }

  #needsSweep(): boolean {
    const { lifetimes, holder, size } = this.#store;
    return lifetimes.size > 0 || this.#living.size > 0 || (holder.isWeak && size > 0);
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw this.#closedError();
  }

  #closedError(): CacheMemoryError {
    return new CacheMemoryError('CACHE_CLOSED', {
      subject: `region '${this.region}'`,
      expected: 'a cache in use',
      found: 'one that was closed',
      remedy: 'do not use it after close() or after the application has shut down',
    });
  }

  #protectedFull(subject: string, expected: string): CacheMemoryError {
    const { guardedEntries, guardedWeight } = this.#store;
    return new CacheMemoryError('PROTECTED_FULL', {
      subject: `region '${this.region}', ${subject}`,
      expected,
      found: `${guardedEntries} protected entries of ${guardedWeight} bytes, which are never evicted`,
      remedy: 'raise maxEntries or maxBytes, or delete protected entries first',
    });
  }
}
