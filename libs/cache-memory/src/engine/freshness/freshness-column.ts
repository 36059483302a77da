import type { EntryPlan } from '../entries/entry-plan.js';
import { grownColumn } from '../columns/grown-column.js';
import { isRenewed } from './freshness-plan.js';

/**
 * Until when each entry counts as fresh, when its next value is due, and the plan by which that one is stored. Entries that are
 * not renewed have none of this, and as long as there is no other kind the columns take no memory.
 */
export class FreshnessColumn {
  #plans: (EntryPlan | undefined)[] = [];
  #freshUntil = new Float64Array(0);
  #refreshAt = new Float64Array(0);
  #capacity = 0;
  #isBlank = true;

  /** Whether no entry was ever renewed. */
  get isBlank(): boolean {
    return this.#isBlank;
  }

  /** Makes room for slots 0 to `capacity` - 1. */
  resize(capacity: number): void {
    this.#capacity = capacity;
    if (!this.#isBlank) this.#grow();
  }

  /** Forgets all of them, and gives their memory back. */
  clear(): void {
    this.#plans = [];
    this.#freshUntil = new Float64Array(0);
    this.#refreshAt = new Float64Array(0);
    this.#isBlank = true;
  }

  /** An entry is stored, and fresh until a reading of the clock. */
  start(slot: number, plan: EntryPlan, freshUntil: number, now: number): void {
    if (!isRenewed(plan.freshness)) return;
    if (this.#isBlank) {
      this.#isBlank = false;
      this.#grow();
    }
    const { refreshShare, staleMs } = plan.freshness;
    const isRefreshed = refreshShare < 1 || staleMs > 0;
    this.#plans[slot] = plan;
    this.#freshUntil[slot] = freshUntil;
    this.#refreshAt[slot] = isRefreshed ? now + (freshUntil - now) * refreshShare : Infinity;
  }

  /** The entry in a slot has left. */
  stop(slot: number): void {
    if (!this.#isBlank) this.#plans[slot] = undefined;
  }

  /** The plan of an entry that is renewed; `undefined` for any other. */
  planOf(slot: number): EntryPlan | undefined {
    return this.#plans[slot];
  }

  /** The clock's reading until which an entry is fresh; `Infinity` where it is not renewed. */
  freshUntil(slot: number): number {
    return this.#plans[slot] === undefined ? Infinity : this.#freshUntil[slot]!;
  }

  /** The clock's reading until which it is served while it is refreshed. */
  servedUntil(slot: number): number {
    const plan = this.#plans[slot];
    return plan === undefined ? Infinity : this.#freshUntil[slot]! + plan.freshness.staleMs;
  }

  /** The clock's reading until which it stands in for a failed load; `-Infinity` where it does not. */
  gracedUntil(slot: number): number {
    const graceMs = this.#plans[slot]?.freshness.graceMs ?? 0;
    return graceMs === 0 ? -Infinity : this.#freshUntil[slot]! + graceMs;
  }

  /** Whether its next value is due. */
  isDue(slot: number, now: number): boolean {
    return this.#plans[slot] !== undefined && now >= this.#refreshAt[slot]!;
  }

  #grow(): void {
    this.#plans.length = this.#capacity;
    this.#freshUntil = grownColumn(this.#freshUntil, this.#capacity);
    this.#refreshAt = grownColumn(this.#refreshAt, this.#capacity);
  }
}
