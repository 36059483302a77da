import { NORMAL_RANK } from '../eviction/priority.js';
import { grownColumn } from './grown-column.js';

const GUARDED = 4;

/** The standing of each entry against eviction: its rank, and whether it is guarded; takes no memory while all are normal. */
export class StandingColumn {
  #marks: Uint8Array<ArrayBuffer> | undefined;
  #capacity = 0;
  /** Whether all are normal. */
  isBlank: boolean = true;

  set(slot: number, rank: number, isGuarded: boolean): void {
    if (this.#marks === undefined) {
      if (rank === NORMAL_RANK && !isGuarded) return;
      this.#marks = new Uint8Array(this.#capacity).fill(NORMAL_RANK);
      this.isBlank = false;
    }
    this.#marks[slot] = rank | (isGuarded ? GUARDED : 0);
  }

  /** The rank of the entry's priority, from 0, the first to be evicted. */
  rank(slot: number): number {
    return this.#marks === undefined ? NORMAL_RANK : this.#marks[slot]! & (GUARDED - 1);
  }

  /** Whether the entry is never evicted. */
  isGuarded(slot: number): boolean {
    return this.#marks !== undefined && (this.#marks[slot]! & GUARDED) !== 0;
  }

  /** Makes room for slots 0 to `capacity` - 1. */
  resize(capacity: number): void {
    this.#capacity = capacity;
    if (this.#marks !== undefined) this.#marks = grownColumn(this.#marks, capacity, NORMAL_RANK);
  }
}
