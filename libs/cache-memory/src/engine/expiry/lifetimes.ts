import { NONE } from '../eviction/eviction-policy.js';
import { grownColumn } from '../grown-column.js';
import { TimerWheel } from './timer-wheel.js';

/**
 * When each entry's life ends: an absolute deadline from its `ttl`, a sliding one from its `idleTtl`, the nearer of both.
 * A hit moves only the time of the last use; the wheel notices when it comes to the old deadline. The columns are made with
 * the first entry that needs them.
 */
export class Lifetimes {
  #wheel: TimerWheel | undefined;
  #endsAt = new Float64Array(0);
  #idleMs: Float64Array<ArrayBuffer> | undefined;
  #usedAt = new Float64Array(0);
  #capacity = 0;

  /** Entries that have a lifetime. */
  get size(): number {
    return this.#wheel?.size ?? 0;
  }

  /** Makes room for slots 0 to `capacity` - 1. */
  resize(capacity: number): void {
    this.#capacity = capacity;
    if (this.#wheel) this.#growColumns(this.#wheel);
  }

  /** Begins a life; `undefined` for no end. */
  start(slot: number, endsAt: number, idleMs: number, now: number): void {
    if (endsAt === Infinity && idleMs === Infinity && !this.#wheel) return;
    if (!this.#wheel) {
      this.#wheel = new TimerWheel(now);
      this.#growColumns(this.#wheel);
    }
    if (idleMs < Infinity && !this.#idleMs) {
      this.#idleMs = grownColumn(new Float64Array(0), this.#capacity, Infinity);
      this.#usedAt = grownColumn(this.#usedAt, this.#capacity, Infinity);
    }
    this.#endsAt[slot] = endsAt;
    if (this.#idleMs) this.#idleMs[slot] = idleMs;
    this.use(slot, now);
    const deadline = this.deadline(slot);
    if (deadline < Infinity) this.#wheel.schedule(slot, deadline);
  }

  /** Ends the book-keeping for a slot whose entry has left. */
  stop(slot: number): void {
    this.#wheel?.cancel(slot);
  }

  /** The entry in a slot was used: its sliding lifetime starts anew. */
  use(slot: number, now: number): void {
    if (this.#idleMs) this.#usedAt[slot] = now;
  }

  /** The clock's reading at which the entry in a slot expires; `Infinity` for never. */
  deadline(slot: number): number {
    if (!this.#wheel) return Infinity;
    const endsAt = this.#endsAt[slot]!;
    return this.#idleMs ? Math.min(endsAt, this.#usedAt[slot]! + this.#idleMs[slot]!) : endsAt;
  }

  /** The absolute deadline alone. */
  endsAt(slot: number): number {
    return this.#wheel ? this.#endsAt[slot]! : Infinity;
  }

  /** Milliseconds that an entry may go without a hit. */
  idleMs(slot: number): number {
    return this.#idleMs ? this.#idleMs[slot]! : Infinity;
  }

  /** Makes ready to take what has come due until `now`. */
  advance(now: number): void {
    this.#wheel?.advance(now);
  }

  /** The slot of an entry that has expired, or `NONE` once `patience.left` slots were looked at or nothing more is due. */
  takeExpired(now: number, patience: { left: number }): number {
    const wheel = this.#wheel;
    if (!wheel) return NONE;
    while (patience.left > 0) {
      const slot = wheel.takeDue();
      if (slot === NONE) return NONE;
      patience.left--;
      const deadline = this.deadline(slot);
      if (deadline <= now) return slot;
      wheel.schedule(slot, deadline);
    }
    return NONE;
  }

  #growColumns(wheel: TimerWheel): void {
    wheel.resize(this.#capacity);
    this.#endsAt = grownColumn(this.#endsAt, this.#capacity, Infinity);
    if (!this.#idleMs) return;
    this.#idleMs = grownColumn(this.#idleMs, this.#capacity, Infinity);
    this.#usedAt = grownColumn(this.#usedAt, this.#capacity, Infinity);
  }
}
