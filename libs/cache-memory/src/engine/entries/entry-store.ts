import { accountForHits } from './account-for-hits.js';
import { type ByteMeter, UNGOVERNED } from '../byte-meter.js';
import type { CacheSettings } from '../cache-options.js';
import type { EntryPlan } from './entry-plan.js';
import { EntryReader } from './entry-reader.js';
import { EntryTable } from './entry-table.js';
import { NONE } from '../eviction/eviction-policy.js';
import { EvictionOrder } from './eviction-order.js';
import { Lifetimes } from '../expiry/lifetimes.js';
import { FreshnessColumn } from '../freshness/freshness-column.js';
import { keptMs, UNRENEWED } from '../freshness/freshness-plan.js';
import { HitLog } from './hit-log.js';
import type { RemovalCause } from '../events/removal.js';
import type { Retention } from '../retention/retention.js';
import { Room } from './room.js';
import { ValueHolder } from '../retention/value-holder.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import { TagIndex } from './tag-index.js';
import type { TickingClock } from '../time/ticking-clock.js';

/**
 * The entries of a cache within their bounds: no insertion ever leaves it over one of them, not even for a moment. It calls
 * nobody back while it changes: `noteLeaving` is shown each entry that is about to leave, and only writes it down.
 */
export class EntryStore<K, V> {
  readonly table: EntryTable<K, V>;
  readonly lifetimes: Lifetimes;
  readonly freshness: FreshnessColumn = new FreshnessColumn();
  readonly tags: TagIndex = new TagIndex();
  readonly holder: ValueHolder<V>;
  readonly reader: EntryReader<K, V>;
  readonly #hits: HitLog;
  readonly order: EvictionOrder<K, V>;
  readonly room: Room<K, V>;
  /** Whether a look-up may take what stands in a slot as it is: nothing is held weakly, nothing has a lifetime. */
  isSteady: boolean;
  /** Whether entries end by their deadlines alone: nothing is held weakly, no lifetime slides, no entry is renewed. */
  #isPunctual: boolean;
  /** Whether all entries are plain and held strongly, so that a plain newcomer may take the short way in. */
  isPlain: boolean;
  maxEntries: number;
  maxBytes: number;
  weight = 0;
  guardedEntries = 0;
  guardedWeight = 0;
  peakEntries = 0;
  peakWeight = 0;

  /**
   * `clock` times the last access of an entry. `noteLeaving` may read the slot, and must not change the store. `meter` bounds
   * the bytes besides `settings`.
   */
  constructor(
    settings: CacheSettings,
    retention: Retention,
    private readonly clock: TickingClock,
    counters: StatsCounters,
    private readonly noteLeaving: (slot: number, cause: RemovalCause, now: number) => void,
    meter: ByteMeter = UNGOVERNED,
  ) {
    this.holder = new ValueHolder(retention);
    this.isSteady = this.isPlain = this.#isPunctual = !this.holder.isWeak;
    this.lifetimes = new Lifetimes();
    this.table = new EntryTable(
      retention === 'strong' ? settings.details : true,
      clock,
      () => this.maxEntries,
      (capacity) => {
        this.lifetimes.resize(capacity);
        this.freshness.resize(capacity);
      },
    );
    this.reader = new EntryReader(this.table, this.lifetimes, this.freshness, this.tags, this.holder);
    const now = (): number => clock.now();
    this.#hits = new HitLog(clock, (slots, count) => accountForHits(this, slots, count, counters, now));
    this.maxEntries = settings.maxEntries;
    this.maxBytes = settings.maxBytes;
    this.order = new EvictionOrder(settings.policy, this.table, this.lifetimes);
    this.room = new Room(this, meter, counters);
  }

  get size(): number {
    return this.table.size;
  }

  /** Whether what stands in the slot of an entry may be taken as it is. */
  isReady(slot: number): boolean {
    return this.isSteady || (this.#isPunctual && this.lifetimes.deadline(slot) > this.clock.now());
  }

  /** The slot of a live entry, or `NONE`; an entry that expired or was collected leaves on the way. */
  findLive(key: K, now: number): number {
    const slot = this.table.index.get(key);
    return slot === NONE || this.isSteady || this.liveValue(slot, now) !== undefined ? slot : NONE;
  }

  /** The value of the entry in a slot; where it expired or was collected, it leaves, and there is none. */
  liveValue(slot: number, now: number): V | undefined {
    if (this.lifetimes.deadline(slot) <= now) {
      this.remove(slot, 'expired', now);
      return undefined;
    }
    const value = this.reader.valueAt(slot);
    if (value === undefined) this.remove(slot, 'collected', now);
    return value;
  }

  /** Notes a hit and answers what stands in the slot: the value itself, unless it is held weakly. */
  use(slot: number): V {
    this.#hits.note(slot);
    return this.table.values[slot] as V;
  }

  /** Accounts for the hits that were noted: statistics, entries and policy are then as if each had been told at once. */
  settle(): void {
    this.#hits.settle();
  }

  /**
   * Stores a value under a key that is not there, evicting what must go; answers whether it was admitted. `freshUntil` is the
   * clock's reading at which its `ttl` ends. Throws `TOO_MANY_ENTRIES`, and then nothing has changed.
   */
  insert(key: K, value: V, weight: number, costMs: number, plan: EntryPlan, freshUntil: number, now: number): boolean {
    this.table.index.mustHaveRoom(key);
    this.tags.mustHaveRoom(plan.tags);
    this.settle();
    const slot = this.table.claim();
    this.table.keys[slot] = key;
    this.table.hashes.forget(slot);
    this.#describe(slot, value, weight, costMs, plan);
    this.#describeLifetime(slot, plan, freshUntil, now);
    if (this.room.make(slot, weight, now)) {
      this.table.index.add(key, slot);
      this.#attach(slot, weight, plan, freshUntil, now);
      return true;
    }
    this.#refuse(slot);
    return false;
  }

  /**
   * Gives a key that is there a value, perhaps the same again, with a weight, lifetime and plan of its own, evicting what must go.
   * Answers whether it could stay. Another value leaves at once, cause `replaced`; the same one only where it cannot stay. Throws
   * `TOO_MANY_ENTRIES`, and then nothing has changed.
   */
  replace(
    slot: number,
    value: V,
    weight: number,
    costMs: number,
    plan: EntryPlan,
    freshUntil: number,
    now: number,
  ): boolean {
    this.tags.mustHaveRoom(plan.tags, slot);
    this.settle();
    const isSame = this.reader.valueAt(slot) === value;
    if (!isSame) this.noteLeaving(slot, 'replaced', now);
    this.#detach(slot);
    this.#describe(slot, value, weight, costMs, plan);
    this.#describeLifetime(slot, plan, freshUntil, now);
    if (this.room.make(slot, weight, now)) {
      this.#attach(slot, weight, plan, freshUntil, now);
      return true;
    }
    if (isSame) this.noteLeaving(slot, 'replaced', now);
    this.table.index.delete(this.table.keys[slot]!);
    this.#refuse(slot);
    return false;
  }

  /** Whether the instance in a slot was collected while it was held weakly. */
  isCollected(slot: number): boolean {
    return this.holder.isWeak && this.reader.valueAt(slot) === undefined;
  }

  /** Takes an entry out, noting why. */
  remove(slot: number, cause: RemovalCause, now: number): void {
    this.settle();
    this.noteLeaving(slot, cause, now);
    this.table.index.delete(this.table.keys[slot]!);
    this.#detach(slot);
    this.table.release(slot);
  }

  /**
   * Forgets every entry at once, however many there are, and answers how many there were; for when no departure has to be noted.
   * What the policy had learned is forgotten, too.
   */
  clear(): number {
    this.settle();
    const { size } = this;
    this.table.clear();
    this.lifetimes.clear();
    this.freshness.clear();
    this.tags.clear();
    this.order.clear();
    this.isSteady = this.isPlain = this.#isPunctual = !this.holder.isWeak;
    this.weight = this.guardedEntries = this.guardedWeight = 0;
    return size;
  }

  /** Takes every entry out. */
  removeAll(cause: RemovalCause, now: number): void {
    const { keys, used } = this.table;
    for (let slot = 0; slot < used; slot++) if (keys[slot] !== undefined) this.remove(slot, cause, now);
  }

  /** Removes what has expired, looking at no more than `patience.left` entries that came due. */
  removeExpired(now: number, patience: { left: number }): void {
    for (let slot = this.lifetimes.takeExpired(now, patience); slot !== NONE;) {
      this.remove(slot, 'expired', now);
      slot = this.lifetimes.takeExpired(now, patience);
    }
  }

  /** Removes the entries among slots `from` to `to` - 1 that were collected. */
  removeCollected(from: number, to: number, now: number): void {
    if (!this.holder.isWeak) return;
    for (let slot = from; slot < Math.min(to, this.table.used); slot++) {
      const held = this.table.values[slot];
      if (held !== undefined && this.holder.value(held) === undefined) this.remove(slot, 'collected', now);
    }
  }

  /** Takes over new bounds and another policy; entries that the new bounds do not hold are evicted. */
  configure(settings: CacheSettings, now: number): void {
    this.settle();
    this.maxEntries = settings.maxEntries;
    this.maxBytes = settings.maxBytes;
    this.order.change(settings.policy, now);
    this.room.evictDownTo(this.maxEntries, this.maxBytes, 'size', now);
  }

  /** Makes a described slot an entry. */
  #attach(slot: number, weight: number, plan: EntryPlan, freshUntil: number, now: number): void {
    const { table } = this;
    table.size++;
    this.weight += weight;
    if (plan.guarded) {
      this.guardedEntries++;
      this.guardedWeight += weight;
    } else {
      this.order.insert(slot);
    }
    if (this.isPlain && !plan.isPlain) this.isPlain = false;
    if (plan.idleMs < Infinity || plan.freshness !== UNRENEWED) this.#isPunctual = false;
    if (this.isSteady && this.lifetimes.deadline(slot) < Infinity) this.isSteady = false;
    if (!this.isSteady) this.lifetimes.start(slot);
    if (plan.freshness !== UNRENEWED) this.freshness.start(slot, plan, freshUntil, now);
    this.tags.add(slot, plan.tags);
    if (table.size > this.peakEntries) this.peakEntries = table.size;
    if (this.weight > this.peakWeight) this.peakWeight = this.weight;
  }

  /** The opposite of `#attach`: the slot is described, but no entry any more. */
  #detach(slot: number): void {
    const { table } = this;
    const weight = table.weights.get(slot);
    table.size--;
    this.weight -= weight;
    if (table.standing.isGuarded(slot)) {
      this.guardedEntries--;
      this.guardedWeight -= weight;
    } else {
      this.order.remove(slot);
    }
    if (!this.isSteady) this.lifetimes.stop(slot);
    this.freshness.stop(slot);
    this.tags.remove(slot);
    if (table.size === 0) this.weight = this.guardedWeight = 0; // no rounding error outlives its entries
  }

  /** Fills the columns of a slot that has its key. */
  #describe(slot: number, value: V, weight: number, costMs: number, plan: EntryPlan): void {
    const { table } = this;
    table.values[slot] = this.holder.isWeak ? this.holder.hold(value, plan.guarded) : value;
    table.weights.set(slot, weight);
    table.costs.set(slot, costMs);
    table.standing.set(slot, plan.rank, plan.guarded);
    table.details.begin(slot);
  }

  /** Notes the life that a newcomer would have: the policy may read it before it is an entry. */
  #describeLifetime(slot: number, plan: EntryPlan, freshUntil: number, now: number): void {
    const endsAt = plan.freshness === UNRENEWED ? freshUntil : freshUntil + keptMs(plan.freshness);
    this.lifetimes.describe(slot, endsAt, plan.idleMs, now);
  }

  /** Gives back the slot of a newcomer that was described and not stored. */
  #refuse(slot: number): void {
    this.lifetimes.forget(slot);
    this.table.release(slot);
  }
}
