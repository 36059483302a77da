import type { EntryPlan } from '../entries/entry-plan.js';
import { isRenewed } from '../freshness/freshness-plan.js';
import type { RemovalCause } from '../events/removal.js';
import type { Retention } from './retention.js';
import type { WeakHold } from './weak-hold.js';

/** What is remembered of an evicted entry, so that it can come back as it was. */
export interface LivingInstance {
  readonly hold: WeakHold<object>;
  /** Bytes. */
  readonly weight: number;
  readonly costMs: number;
  /** The clock's reading at which its absolute lifetime ends; `Infinity` for never. */
  readonly endsAt: number;
  /** The clock's reading at which it would have expired, had it stayed; `Infinity` for never. */
  readonly deadline: number;
  /** The plan that it was stored by. */
  readonly plan: EntryPlan;
}

/** How many are remembered at the most. */
const MOST = 65_536;

/**
 * The evicted instances that somebody else may still hold, by key: asking for such a key gives that same instance again.
 * They are held weakly and are no entries any more; a strong cache remembers only those that are leased. Each addition looks at two of those that
 * were looked at longest ago, so that the dead leave without a scan; beyond the bound the oldest are forgotten.
 */
export class LivingInstances<K> {
  readonly #instances = new Map<K, LivingInstance>();
  /**
   * Comes to the one that was looked at longest ago, since what was looked at goes behind all others. It is kept, as one made anew
   * steps over the places of all that have left since the `Map` was tidied up.
   */
  #walk = this.#instances.entries();

  constructor(readonly retention: Retention) {}

  get size(): number {
    return this.#instances.size;
  }

  /** Whether an entry that leaves for this cause may come back. In a strong cache it may as long as its instance is leased. */
  remembers(cause: RemovalCause, isLeased = false): boolean {
    if (this.retention === 'strong' && !isLeased) return false;
    return cause === 'size' || cause === 'pressure' || (cause === 'expired' && this.retention === 'soft');
  }

  /**
   * The instance of a key, unless its lifetime ended while it was held weakly. Only a soft one outlives its lifetime, where it is
   * not to be renewed.
   */
  find(key: K, now: number): LivingInstance | undefined {
    if (this.#instances.size === 0) return undefined;
    const instance = this.#instances.get(key);
    if (instance === undefined) return undefined;
    const outlives = this.retention === 'soft' && !isRenewed(instance.plan.freshness);
    return outlives || instance.deadline > now ? instance : undefined;
  }

  add(key: K, instance: LivingInstance): void {
    this.#instances.set(key, instance);
    this.forgetDead(2);
    if (this.#instances.size > MOST) this.#instances.delete(this.#walk.next().value![0]);
  }

  forget(key: K): void {
    if (this.#instances.size > 0) this.#delete(key);
  }

  /** Forgets that an entry of the key had this instance. */
  forgetInstance(key: K, value: unknown): void {
    if (this.#instances.get(key)?.hold.deref() === value) this.#delete(key);
  }

  forgetTagged(tag: string): void {
    for (const [key, instance] of this.#instances) {
      if (instance.plan.tags.includes(tag)) this.#delete(key);
    }
  }

  forgetAll(): void {
    this.#instances.clear();
    this.#walk = this.#instances.entries();
  }

  /** Looks at up to `count` of those that were looked at longest ago and forgets the ones that were collected. */
  forgetDead(count: number): void {
    for (let looked = Math.min(count, this.#instances.size); looked > 0; looked--) {
      const [key, instance] = this.#walk.next().value!;
      this.#delete(key);
      if (instance.hold.deref() !== undefined) this.#instances.set(key, instance);
    }
  }

  #delete(key: K): void {
    this.#instances.delete(key);
    if (this.#instances.size === 0) this.#walk = this.#instances.entries(); // the one before may hold a table full of keys
  }
}
