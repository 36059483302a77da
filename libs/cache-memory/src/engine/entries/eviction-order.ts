import type { EntryTable } from './entry-table.js';
import { type EntryView, type EvictionPolicy, type EvictionPolicyFactory, NONE } from '../eviction/eviction-policy.js';
import { NORMAL_RANK } from '../eviction/priority.js';
import { PriorityOrder } from '../eviction/priority-order.js';
import type { Lifetimes } from '../expiry/lifetimes.js';

/** The order in which the entries of a table are evicted: one policy for all, until the first entry with a priority of its own. */
export class EvictionOrder<K, V> {
  readonly #view: EntryView;
  /** What keeps the order now. A newcomer that is to have the normal priority may be shown to it without the order's knowing. */
  policy: EvictionPolicy;
  /** The policy once entries have priorities of their own. */
  #priorities: PriorityOrder | undefined;

  constructor(
    private factory: EvictionPolicyFactory,
    private readonly table: EntryTable<K, V>,
    lifetimes: Lifetimes,
  ) {
    this.#view = {
      weight: (slot) => table.weights.get(slot),
      cost: (slot) => table.costs.get(slot),
      deadline: (slot) => lifetimes.deadline(slot),
      hash: (slot) => table.hashes.of(slot, table.keys[slot]),
    };
    this.policy = factory(this.#view);
  }

  /** Shows a newcomer. */
  offer(slot: number, now: number): void {
    if (!this.#priorities && this.table.standing.rank(slot) !== NORMAL_RANK) this.#beginPriorities(now);
    this.policy.offer(slot);
  }

  insert(slot: number): void {
    this.policy.insert(slot);
  }

  touch(slots: Int32Array, count: number): void {
    this.policy.touch(slots, count);
  }

  remove(slot: number): void {
    this.policy.remove(slot);
  }

  victim(candidate: number): number {
    return this.policy.victim(candidate);
  }

  /** Whether the entries that may be evicted for this newcomer weigh so much; those of a higher priority may not. */
  canYield(candidate: number, weight: number): boolean {
    return weight <= 0 || !this.#priorities || this.#priorities.evictableWeight(candidate) >= weight;
  }

  /** Begins anew, with nothing in order and nothing learned. */
  clear(): void {
    this.#priorities = undefined;
    this.policy = this.factory(this.#view);
  }

  /** Goes on with another policy. */
  change(factory: EvictionPolicyFactory, now: number): void {
    if (factory === this.factory) return;
    this.factory = factory;
    this.#takeOver(this.policy, this.#priorities ? this.#orderByPriority() : factory(this.#view), now);
  }

  #beginPriorities(now: number): void {
    this.#takeOver(this.policy, this.#orderByPriority(), now);
  }

  #orderByPriority(): PriorityOrder {
    this.#priorities = new PriorityOrder(this.factory, this.#view, (slot) => this.table.standing.rank(slot));
    return this.#priorities;
  }

  /** Hands the entries on by their last access as far as it is known, else in the order in which they would have been evicted. */
  #takeOver(former: EvictionPolicy, next: EvictionPolicy, now: number): void {
    const { details } = this.table;
    const slots: number[] = [];
    for (let slot = former.victim(NONE); slot !== NONE; slot = former.victim(NONE)) {
      former.remove(slot);
      slots.push(slot);
    }
    if (details.isKept) slots.sort((one, other) => details.idleMs(other, now)! - details.idleMs(one, now)!);
    this.policy = next;
    for (const slot of slots) {
      next.offer(slot);
      next.insert(slot);
    }
  }
}
