import { columnFor } from '../columns/grown-column.js';
import { type EntryView, type EvictionPolicy, NONE } from './eviction-policy.js';
import { GhostQueue } from './ghost-queue.js';
import { SlotLists } from './slot-lists.js';

const SMALL = 0;
const MAIN = 1;
/** The part of the entries that are on probation in the small queue. */
const SMALL_SHARE = 0.1;
const MOST_USES = 3;
/** Entries that are given another round before one has to go, so that no eviction takes long. */
const PATIENCE = 256;

/**
 * Evicts by three first-in-first-out queues: S3-FIFO of Yang, Zhang, Qiu, Yue and Rashmi, "FIFO Queues are All You Need for Cache
 * Eviction" (SOSP 2023). Newcomers pass a small queue, from which only those that were used again reach the main one; a ghost
 * queue remembers the others, and those that come back skip the small one. A hit only counts.
 */
export class S3FifoPolicy implements EvictionPolicy {
  readonly #queues = new SlotLists(2);
  readonly #ghosts = new GhostQueue();
  readonly #sizes = [0, 0];
  #queueOf: Uint8Array<ArrayBuffer> = new Uint8Array(16);
  #uses: Uint8Array<ArrayBuffer> = new Uint8Array(16);
  #named = NONE;

  constructor(private readonly entries: EntryView) {}

  offer(): void {}

  insert(slot: number): void {
    this.#uses = columnFor(this.#uses, slot);
    this.#queueOf = columnFor(this.#queueOf, slot);
    const hash = this.entries.hash(slot);
    const isBack = this.#ghosts.has(hash, this.#sizes[MAIN]!);
    if (isBack) this.#ghosts.delete(hash);
    this.#uses[slot] = 0;
    this.#push(isBack ? MAIN : SMALL, slot);
  }

  touch(slots: Int32Array, count: number): void {
    const uses = this.#uses;
    for (let index = 0; index < count; index++) {
      const slot = slots[index]!;
      if (uses[slot]! < MOST_USES) uses[slot]!++;
    }
  }

  remove(slot: number): void {
    const queue = this.#queueOf[slot]!;
    if (slot === this.#named && queue === SMALL) this.#ghosts.add(this.entries.hash(slot), this.#sizes[MAIN]!);
    this.#named = NONE;
    this.#queues.delete(slot);
    this.#sizes[queue]!--;
  }

  victim(): number {
    this.#named = NONE;
    const size = this.#sizes[SMALL]! + this.#sizes[MAIN]!;
    if (size === 0) return NONE;
    for (let patience = PATIENCE; this.#named === NONE; patience--) {
      const queue = this.#sizes[SMALL]! >= Math.max(1, SMALL_SHARE * size) || this.#sizes[MAIN] === 0 ? SMALL : MAIN;
      const slot = this.#queues.first(queue);
      const uses = this.#uses[slot]!;
      if (patience === 0 || uses === 0 || (queue === SMALL && uses === 1)) this.#named = slot;
      else this.#spare(queue, slot, uses);
    }
    return this.#named;
  }

  /** Lets an entry go another round in the main queue. */
  #spare(queue: number, slot: number, uses: number): void {
    this.#uses[slot] = queue === SMALL ? 0 : uses - 1;
    this.#queues.delete(slot);
    this.#sizes[queue]!--;
    this.#push(MAIN, slot);
  }

  #push(queue: number, slot: number): void {
    this.#queueOf[slot] = queue;
    this.#queues.push(queue, slot);
    this.#sizes[queue]!++;
  }
}
