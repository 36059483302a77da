import { grownFloats } from './grown-column.js';
import { CacheMemoryError } from './errors.js';
import type { WeakHold } from './retention/weak-hold.js';

/** Entries that a `Map`, and so the index, can hold at the most. */
const MOST_ENTRIES = 2 ** 24 - 1;
const FIRST_CAPACITY = 64;

/**
 * The entries by slot: an index from key to slot, and one column for each attribute. A slot is claimed for a newcomer
 * before its key is indexed, so that a policy can weigh it against those that are there.
 */
export class EntryTable<K, V> {
  readonly index: Map<K, number> = new Map();
  readonly keys: (K | undefined)[] = [];
  readonly values: (V | WeakHold<object> | undefined)[] = [];
  weights: Float64Array<ArrayBuffer> = new Float64Array(0);
  costs: Float64Array<ArrayBuffer> = new Float64Array(0);
  storedAt: Float64Array<ArrayBuffer> = new Float64Array(0);
  touchedAt: Float64Array<ArrayBuffer> = new Float64Array(0);
  accesses: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  /** The rank of the entry's priority, 0 to 2. */
  ranks: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** 1 for an entry that is never evicted. */
  guarded: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  readonly #free: number[] = [];
  #used = 0;
  #capacity = 0;

  /** `onGrowth` is told the new capacity before a slot beyond the old one is given out. */
  constructor(private readonly onGrowth: (capacity: number) => void) {}

  get size(): number {
    return this.index.size;
  }

  /** Slots that were ever in use: every occupied slot is below it. */
  get used(): number {
    return this.#used;
  }

  /** A slot for a newcomer. Throws `TOO_MANY_ENTRIES` beyond what an index can hold. */
  claim(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#used > MOST_ENTRIES) {
      throw new CacheMemoryError('TOO_MANY_ENTRIES', {
        subject: 'entries',
        expected: `at most ${MOST_ENTRIES} in one cache`,
        found: 'one more',
        remedy: 'lower maxEntries or maxBytes, or split the cache into regions',
      });
    }
    if (this.#used === this.#capacity) this.#grow(Math.max(FIRST_CAPACITY, this.#capacity * 2));
    return this.#used++;
  }

  /** Gives a slot back; nothing of its entry stays reachable from it. */
  release(slot: number): void {
    this.keys[slot] = undefined;
    this.values[slot] = undefined;
    this.#free.push(slot);
  }

  /** Notes a hit. */
  touch(slot: number, now: number): void {
    this.accesses[slot]!++;
    this.touchedAt[slot] = now;
  }

  #grow(capacity: number): void {
    this.weights = grownFloats(this.weights, capacity, 0);
    this.costs = grownFloats(this.costs, capacity, 0);
    this.storedAt = grownFloats(this.storedAt, capacity, 0);
    this.touchedAt = grownFloats(this.touchedAt, capacity, 0);
    this.accesses = grown(new Uint32Array(capacity), this.accesses);
    this.ranks = grown(new Uint8Array(capacity), this.ranks);
    this.guarded = grown(new Uint8Array(capacity), this.guarded);
    this.#capacity = capacity;
    this.onGrowth(capacity);
  }
}

function grown<C extends Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(larger: C, column: C): C {
  larger.set(column);
  return larger;
}
