import type { ByteMeter } from '../byte-meter.js';
import type { CacheEvents } from '../events/cache-events.js';
import { protectedFull } from '../cache-problems.js';
import type { CacheSweep } from '../expiry/cache-sweep.js';
import { describeValue } from '../options/describe-value.js';
import type { EntryPlan } from './entry-plan.js';
import type { EntryStore } from './entry-store.js';
import type { EventChannel } from '../events/event-channel.js';
import { NONE } from '../eviction/eviction-policy.js';
import type { InstanceLedger } from '../leasing/instance-ledger.js';
import { UNRENEWED } from '../freshness/freshness-plan.js';
import { lifetimeOf } from '../freshness/lifetime-of.js';
import type { RandomSource } from '../freshness/random-source.js';
import type { PlainIntake } from './plain-intake.js';
import type { LivingInstances } from '../retention/living-instances.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import type { TickingClock } from '../time/ticking-clock.js';
import type { TierEntry } from '../tiering/entry-tier.js';
import { checkWeight, type Weigher } from './weigher.js';

/** The way into the cache: a value is weighed, takes the place of the one before it, and is admitted or rejected. */
export class Intake<K, V> {
  /** `weigher` is `undefined` where every entry weighs 0 unless its plan says otherwise. */
  constructor(
    private readonly region: string,
    private readonly weigher: Weigher<K, V> | undefined,
    private readonly clock: TickingClock,
    private readonly store: EntryStore<K, V>,
    private readonly living: LivingInstances<K>,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
    private readonly sweep: CacheSweep<K, V>,
    private readonly instances: InstanceLedger<K, V>,
    private readonly plain: PlainIntake<K, V>,
    private readonly random: RandomSource,
    private readonly meter: ByteMeter,
  ) {}

  /**
   * Stores a value in place of the one that the key may have; answers whether it was stored. Throws `INVALID_WEIGHT`,
   * `PROTECTED_FULL`, or what an adaptive `ttl` is wrong in, and then nothing has changed.
   */
  put(key: K, value: V, plan: EntryPlan, costMs: number): boolean {
    const weight = plan.weight === undefined && this.weigher === undefined ? 0 : this.#weightOf(key, value, plan);
    const ttlMs =
      plan.freshness === UNRENEWED ? plan.ttlMs : lifetimeOf(plan, { key, value, weight, costMs }, this.random);
    const isAdmitted = this.meter.admits(weight);
    if (!isAdmitted || !plan.isPlain || !this.plain.takes(weight)) {
      return this.#putAny(key, value, weight, costMs, plan, ttlMs, isAdmitted);
    }
    this.living.forget(key);
    return this.plain.put(key, value, weight, costMs) || this.reject(key, value, weight);
  }

  /** Stores what came back from a tier as it left, by the plan of the load that missed it. Throws like `put`. */
  restore(key: K, entry: TierEntry<V>, plan: EntryPlan): boolean {
    const { value, costMs, weight, ttlLeftMs, idleMs, tags, rank, guarded } = entry;
    const freshness = guarded ? UNRENEWED : plan.freshness;
    const restored = { ...plan, idleMs, tags, rank, guarded, freshness, isPlain: false };
    return this.#putAny(key, value, weight, costMs, restored, ttlLeftMs, this.meter.admits(weight));
  }

  #putAny(
    key: K,
    value: V,
    weight: number,
    costMs: number,
    plan: EntryPlan,
    ttlMs: number,
    isAdmitted: boolean,
  ): boolean {
    const hasLifetime = ttlMs < Infinity || plan.idleMs < Infinity;
    const now = hasLifetime ? this.clock.exact() : this.clock.now();
    const before = this.store.findLive(key, now);
    const hasBounds = this.store.room.couldHold(weight, before);
    if (!hasBounds && plan.guarded) {
      throw protectedFull(this.region, describeValue(key), 'room for one more protected entry', this.store);
    }
    const hasRoom = hasBounds && isAdmitted;
    this.living.forget(key);
    const freshUntil = now + ttlMs;
    if (!hasRoom) {
      if (before !== NONE) this.store.remove(before, 'replaced', now);
      return this.reject(key, value, weight);
    }
    return before === NONE
      ? this.#admit(key, value, weight, costMs, plan, freshUntil, now)
      : this.#replace(before, key, value, weight, costMs, plan, freshUntil, now);
  }

  /** Brings an evicted instance back that somebody else still holds; answers it. */
  revive(key: K, now: number): V | undefined {
    const instance = this.living.find(key, now);
    const value = instance?.hold.deref() as V | undefined;
    if (instance && value !== undefined) {
      const { plan, weight, costMs } = instance;
      const endsAt = instance.endsAt > now ? instance.endsAt : now + plan.ttlMs;
      this.counters.hits++;
      this.counters.revivals++;
      this.counters.timeSavedMs += costMs;
      this.events.note('entry.revived', { key, value });
      if (this.#admit(key, value, weight, costMs, plan, endsAt, now)) this.living.forget(key);
    }
    return value;
  }

  #weightOf(key: K, value: V, plan: EntryPlan): number {
    const measured = plan.weight ?? checkWeight(this.weigher!(value, key));
    return this.store.holder.heldWeight(value, measured, plan.guarded);
  }

  #admit(key: K, value: V, weight: number, costMs: number, plan: EntryPlan, freshUntil: number, now: number): boolean {
    if (!this.store.insert(key, value, weight, costMs, plan, freshUntil, now)) return this.reject(key, value, weight);
    this.counters.insertions++;
    this.instances.enter(key, value);
    this.sweep.arm();
    return true;
  }

  #replace(
    slot: number,
    key: K,
    value: V,
    weight: number,
    costMs: number,
    plan: EntryPlan,
    freshUntil: number,
    now: number,
  ): boolean {
    const isSame = this.store.reader.valueAt(slot) === value;
    if (!this.store.replace(slot, value, weight, costMs, plan, freshUntil, now)) return this.reject(key, value, weight);
    if (!isSame) {
      this.counters.insertions++;
      this.instances.enter(key, value);
    }
    this.sweep.arm();
    return true;
  }

  /** Tells of a value that was not stored. */
  reject(key: K, value: V, weight: number): false {
    this.counters.rejections++;
    this.instances.refuse(value, weight);
    this.events.note('entry.rejected', { key, value, weight });
    return false;
  }
}
