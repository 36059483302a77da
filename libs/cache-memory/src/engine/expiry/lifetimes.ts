import { NONE } from '../eviction/eviction-policy.js';
import { grownColumn } from '../columns/grown-column.js';
import { TimerWheel } from './timer-wheel.js';

type Column = Float64Array<ArrayBuffer>;

/**
 * When each entry's life ends: an absolute deadline from its `ttl`, a sliding one from its `idleTtl`, the nearer of both.
 * A hit moves only the deadline; the wheel notices when it comes to the old one. The columns are made with the first entry that
 * needs them.
 */
export class Lifetimes {
  #wheel: TimerWheel | undefined;
  /** The nearer deadline. */
  #deadlines: Column = new Float64Array(0);
  /** The absolute deadline and the sliding lifetime, once there is one. */
  #endsAt: Column | undefined;
  #idleMs: Column | undefined;
  #capacity = 0;

  /** Entries that have a lifetime. */
  get size(): number {
    return this.#wheel === undefined ? 0 : this.#wheel.size;
  }

  /** Makes room for slots 0 to `capacity` - 1. */
  resize(capacity: number): void {
    this.#capacity = capacity;
    if (this.#wheel === undefined) return;
    this.#wheel.resize(capacity);
    this.#deadlines = this.#grown(this.#deadlines);
    if (this.#endsAt !== undefined) this.#endsAt = this.#grown(this.#endsAt);
    if (this.#idleMs !== undefined) this.#idleMs = this.#grown(this.#idleMs);
  }

  /** Forgets all of them, and gives their memory back. */
  clear(): void {
    this.#wheel = this.#endsAt = this.#idleMs = undefined;
    this.#deadlines = new Float64Array(0);
  }

  /** Notes the life that a newcomer would have, which does not run before `start`; `Infinity` for no end. */
  describe(slot: number, endsAt: number, idleMs: number, now: number): void {
    if (this.#wheel === undefined) {
      if (endsAt === Infinity && idleMs === Infinity) return;
      this.#wheel = new TimerWheel(now);
      this.resize(this.#capacity);
    }
    if (this.#idleMs === undefined && idleMs < Infinity) {
      this.#endsAt = this.#deadlines.slice();
      this.#idleMs = this.#grown(new Float64Array(0));
    }
    this.#deadlines[slot] = Math.min(endsAt, now + idleMs);
    if (this.#idleMs !== undefined) {
      this.#endsAt![slot] = endsAt;
      this.#idleMs[slot] = idleMs;
    }
  }

  /** Begins the life that was described. */
  start(slot: number): void {
    if (this.#wheel !== undefined && this.#deadlines[slot]! < Infinity) {
      this.#wheel.schedule(slot, this.#deadlines[slot]!);
    }
  }

  /** Forgets the life of a newcomer that was refused. */
  forget(slot: number): void {
    this.describe(slot, Infinity, Infinity, 0);
  }

  /** Ends the book-keeping for a slot whose entry has left. */
  stop(slot: number): void {
    if (this.#wheel !== undefined) this.#wheel.cancel(slot);
  }

  /** The entry in a slot was used: its sliding lifetime starts anew. */
  use(slot: number, now: number): void {
    if (this.#idleMs !== undefined) this.#deadlines[slot] = Math.min(this.#endsAt![slot]!, now + this.#idleMs[slot]!);
  }

  /** The clock's reading at which the entry in a slot expires; `Infinity` for never. */
  deadline(slot: number): number {
    return this.#wheel === undefined ? Infinity : this.#deadlines[slot]!;
  }

  /** The absolute deadline alone. */
  endsAt(slot: number): number {
    return this.#endsAt === undefined ? this.deadline(slot) : this.#endsAt[slot]!;
  }

  /** Milliseconds that an entry may go without a hit. */
  idleMs(slot: number): number {
    return this.#idleMs === undefined ? Infinity : this.#idleMs[slot]!;
  }

  /** Makes ready to take what has come due until `now`. */
  advance(now: number): void {
    this.#wheel?.advance(now);
  }

  /** The slot of an entry that has expired, or `NONE` once `patience.left` slots were looked at or nothing more is due. */
  takeExpired(now: number, patience: { left: number }): number {
    const wheel = this.#wheel;
    if (wheel === undefined) return NONE;
    while (patience.left > 0) {
      const slot = wheel.takeDue();
      if (slot === NONE) return NONE;
      patience.left--;
      const deadline = this.#deadlines[slot]!;
      if (deadline <= now) return slot;
      wheel.schedule(slot, deadline);
    }
    return NONE;
  }

  #grown(column: Column): Column {
    return grownColumn(column, this.#capacity, Infinity);
  }
}
