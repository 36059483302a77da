import type { EntryInfo } from './entry-info.js';
import type { EntryTable } from './entry-table.js';
import { PRIORITIES } from '../eviction/priority.js';
import type { Lifetimes } from '../expiry/lifetimes.js';
import type { FreshnessColumn } from '../freshness/freshness-column.js';
import { UNRENEWED } from '../freshness/freshness-plan.js';
import type { Removal, RemovalCause } from '../events/removal.js';
import type { LivingInstance } from '../retention/living-instances.js';
import type { ValueHolder } from '../retention/value-holder.js';
import { isHoldable, WeakHold } from '../retention/weak-hold.js';
import type { TagIndex } from './tag-index.js';
import type { TierEntry } from '../tiering/entry-tier.js';

/** Puts the columns of a slot together into what somebody wants to know of its entry; changes nothing. */
export class EntryReader<K, V> {
  constructor(
    private readonly table: EntryTable<K, V>,
    private readonly lifetimes: Lifetimes,
    private readonly freshness: FreshnessColumn,
    private readonly tags: TagIndex,
    private readonly holder: ValueHolder<V>,
  ) {}

  /** The value in a slot, or `undefined` where the collector took it. */
  valueAt(slot: number): V | undefined {
    return this.holder.value(this.table.values[slot]!);
  }

  /** The clock's reading at which the entry in a slot ends unless it is used before; `Infinity` for never. */
  endsAt(slot: number): number {
    return this.lifetimes.deadline(slot);
  }

  /** Describes the live entries one by one, in no promised order; entries that come meanwhile may be left out. */
  *describe(now: () => number): Generator<EntryInfo<K>, void, undefined> {
    const { table } = this;
    const { used } = table; // an end that stays where it is, whatever is stored meanwhile
    for (let slot = 0; slot < used; slot++) {
      const key = table.keys[slot];
      if (key === undefined) continue;
      const time = now();
      const deadline = this.lifetimes.deadline(slot);
      if (deadline <= time || this.valueAt(slot) === undefined) continue;
      const endsAt = Math.min(deadline, this.freshness.freshUntil(slot));
      yield {
        key,
        ageMs: table.details.ageMs(slot, time),
        accesses: table.details.uses(slot),
        idleMs: table.details.idleMs(slot, time),
        weight: table.weights.get(slot),
        costMs: table.costs.get(slot),
        remainingTtlMs: endsAt === Infinity ? undefined : Math.max(0, endsAt - time),
        stale: endsAt <= time,
        priority: PRIORITIES[table.standing.rank(slot)]!,
        protected: table.standing.isGuarded(slot),
        tags: this.tags.tagsOf(slot),
      };
    }
  }

  /** The departure of the entry in a slot, in words. */
  removalOf(slot: number, cause: RemovalCause, now: number): Removal<K, V> {
    const { table } = this;
    return {
      key: table.keys[slot]!,
      value: this.valueAt(slot),
      cause,
      weight: table.weights.get(slot),
      costMs: table.costs.get(slot),
      ageMs: table.details.ageMs(slot, now),
      accesses: table.details.uses(slot),
    };
  }

  /** What a tier keeps of the entry in a slot; `undefined` where its value was collected or is stale. */
  tierEntry(slot: number, now: number): TierEntry<V> | undefined {
    const { table, lifetimes, freshness } = this;
    const value = this.valueAt(slot);
    const idleMs = lifetimes.idleMs(slot);
    const endsAt = freshness.planOf(slot) ? freshness.freshUntil(slot) : lifetimes.endsAt(slot);
    const idleUntil = idleMs === Infinity ? Infinity : lifetimes.deadline(slot);
    if (value === undefined || endsAt <= now || idleUntil <= now) return undefined;
    return {
      value,
      ttlLeftMs: endsAt - now,
      idleLeftMs: idleUntil - now,
      idleMs,
      costMs: table.costs.get(slot),
      weight: table.weights.get(slot),
      tags: this.tags.tagsOf(slot),
      rank: table.standing.rank(slot),
      guarded: table.standing.isGuarded(slot),
    };
  }

  /**
   * What has to be remembered of the entry in a slot, so that it can come back; `undefined` where its value cannot. One that is
   * to be renewed comes back only as long as it is fresh.
   */
  livingInstance(slot: number, now: number): LivingInstance | undefined {
    const value = this.valueAt(slot);
    if (!isHoldable(value)) return undefined;
    const renewed = this.freshness.planOf(slot);
    const endsAt = renewed ? this.freshness.freshUntil(slot) : this.lifetimes.endsAt(slot);
    if (renewed && endsAt <= now) return undefined;
    return {
      hold: new WeakHold(value),
      weight: this.table.weights.get(slot),
      costMs: this.table.costs.get(slot),
      endsAt,
      deadline: Math.min(this.lifetimes.deadline(slot), endsAt),
      plan: renewed ?? {
        ttlMs: endsAt - (now - (this.table.details.ageMs(slot, now) ?? 0)),
        idleMs: this.lifetimes.idleMs(slot),
        weight: undefined,
        costMs: undefined,
        tags: this.tags.tagsOf(slot),
        rank: this.table.standing.rank(slot),
        guarded: false,
        freshness: UNRENEWED,
        isPlain: false,
      },
    };
  }
}
