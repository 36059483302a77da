import { NONE } from '../eviction/eviction-policy.js';
import { grownColumn } from '../columns/grown-column.js';

/** Milliseconds that a bucket of each level spans: about 1 s, 1 min, 1.2 h, 1.6 d and 6.2 d. */
const SPANS = [2 ** 10, 2 ** 16, 2 ** 22, 2 ** 27, 2 ** 29] as const;
/** Buckets of each level, powers of two; the last level is one bucket for all that lies further ahead. */
const BUCKETS = [64, 64, 32, 4, 1] as const;
const LEVELS = SPANS.length;
const FIRST_BUCKET = BUCKETS.map((_, level) => BUCKETS.slice(0, level).reduce((sum: number, each) => sum + each, 0));
const DUE = BUCKETS.reduce((sum: number, each) => sum + each, 0);
/** Nodes before the slots: the head of each bucket's list, then the head of the list of what came due. */
const HEADS = DUE + 1;

/**
 * A hierarchical timer wheel over slots: scheduling, cancelling and taking what is due each cost constant time, and no
 * entry has a timer of its own. Buckets whose time has come are spliced whole into one list, so that the caller can take
 * from it as many at a time as a tick allows. (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987.)
 */
export class TimerWheel {
  #next = circular(HEADS);
  #previous = circular(HEADS);
  #now: number;
  #size = 0;

  constructor(now: number) {
    this.#now = now;
  }

  /** Slots that are scheduled or due. */
  get size(): number {
    return this.#size;
  }

  /** Makes room for slots 0 to `capacity` - 1. */
  resize(capacity: number): void {
    this.#next = grownColumn(this.#next, HEADS + capacity, NONE);
    this.#previous = grownColumn(this.#previous, HEADS + capacity, NONE);
  }

  /** Puts a slot that is not in the wheel into the bucket of its deadline. */
  schedule(slot: number, deadline: number): void {
    this.#link(bucketOf(Math.max(deadline, this.#now), this.#now), slot + HEADS);
    this.#size++;
  }

  /** Takes a slot out, wherever it is; one that is not there is left alone. */
  cancel(slot: number): void {
    const node = slot + HEADS;
    const next = this.#next[node]!;
    if (next === NONE) return;
    const previous = this.#previous[node]!;
    this.#next[previous] = next;
    this.#previous[next] = previous;
    this.#next[node] = NONE;
    this.#size--;
  }

  /** Moves every bucket that time has reached to the list of what is due. */
  advance(now: number): void {
    const before = this.#now;
    if (now < before) return;
    this.#now = now;
    for (let level = 0; level < LEVELS; level++) {
      const from = Math.floor(before / SPANS[level]!);
      const to = Math.floor(now / SPANS[level]!);
      if (level > 0 && from === to) return;
      const count = Math.min(to - from + 1, BUCKETS[level]!);
      for (let step = 0; step < count; step++) this.#spliceDue(bucketAt(level, from + step));
    }
  }

  /** Takes one slot of a bucket that was due, or answers `NONE`. Its own deadline may still lie ahead: then schedule it again. */
  takeDue(): number {
    const node = this.#next[DUE]!;
    if (node === DUE) return NONE;
    const slot = node - HEADS;
    this.cancel(slot);
    return slot;
  }

  #link(head: number, node: number): void {
    const last = this.#previous[head]!;
    this.#next[last] = node;
    this.#previous[node] = last;
    this.#next[node] = head;
    this.#previous[head] = node;
  }

  #spliceDue(head: number): void {
    const first = this.#next[head]!;
    if (first === head) return;
    const last = this.#previous[head]!;
    const lastDue = this.#previous[DUE]!;
    this.#next[lastDue] = first;
    this.#previous[first] = lastDue;
    this.#next[last] = DUE;
    this.#previous[DUE] = last;
    this.#next[head] = head;
    this.#previous[head] = head;
  }
}

function bucketOf(deadline: number, now: number): number {
  const ahead = deadline - now;
  for (let level = 0; level < LEVELS - 1; level++) {
    if (ahead < SPANS[level + 1]!) return bucketAt(level, Math.floor(deadline / SPANS[level]!));
  }
  return FIRST_BUCKET[LEVELS - 1]!;
}

function bucketAt(level: number, tick: number): number {
  return FIRST_BUCKET[level]! + (tick & (BUCKETS[level]! - 1));
}

function circular(size: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: size }, (_, index) => index);
}
