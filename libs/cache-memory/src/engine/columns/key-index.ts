import { CacheMemoryError } from '../errors.js';
import { NONE } from '../eviction/eviction-policy.js';
import { IntegerIndex } from './integer-index.js';
import { MOST_IN_MAP } from './most-in-map.js';

/** An index from keys to slots, which takes for equal what a `Map` does: integers of 32 bits in a table of their own, all else in a `Map`. */
export class KeyIndex<K> {
  #integers = new IntegerIndex();
  #others = new Map<K, number>();

  /** `mostInMap` is the most keys that its `Map` takes. */
  constructor(private readonly mostInMap: number = MOST_IN_MAP) {}

  get size(): number {
    return this.#integers.size + this.#others.size;
  }

  /** The slot of a key, or `NONE`. */
  get(key: K): number {
    if (isInteger(key)) return this.#integers.get(key);
    const slot = this.#others.get(key);
    return slot === undefined ? NONE : slot;
  }

  /** Throws `TOO_MANY_ENTRIES` where a new key would be one more than can be held. */
  mustHaveRoom(key: K): void {
    if (this.#others.size >= this.mostInMap && !isInteger(key)) throw tooManyEntries(this.mostInMap);
  }

  /** Takes in a key that is not there. */
  add(key: K, slot: number): void {
    if (isInteger(key)) this.#integers.add(key, slot);
    else this.#others.set(key, slot);
  }

  /** Takes out a key that is there. */
  delete(key: K): void {
    if (isInteger(key)) this.#integers.delete(key);
    else this.#others.delete(key);
  }

  /** Takes out each key whose slot is marked by 1. */
  deleteMarked(marks: Uint8Array): void {
    if (this.#integers.size > 0) this.#integers.deleteMarked(marks);
    for (const [key, slot] of this.#others) if (marks[slot] === 1) this.#others.delete(key);
  }

  /** Forgets all keys. */
  clear(): void {
    this.#integers = new IntegerIndex();
    this.#others = new Map();
  }
}

function tooManyEntries(most: number): CacheMemoryError {
  return new CacheMemoryError('TOO_MANY_ENTRIES', {
    subject: 'entries',
    expected: `at most ${most} in one cache under keys that are no 32-bit integers`,
    found: 'one more',
    remedy: 'lower maxEntries or maxBytes, or split the cache into regions',
  });
}

function isInteger(key: unknown): key is number {
  return typeof key === 'number' && (key | 0) === key;
}
