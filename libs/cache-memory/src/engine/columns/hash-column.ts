import { grownColumn } from './grown-column.js';
import { hashKey } from './key-hash.js';

/** What stands for a hash that was not asked for yet; a hash of that value is told as 1. */
const UNKNOWN = 0;

/** The hash of each entry's key, made when a policy first asks for it; takes no memory where none does. */
export class HashColumn {
  #hashes: Int32Array<ArrayBuffer> | undefined;
  #capacity = 0;

  /** The hash of the key in a slot. */
  of(slot: number, key: unknown): number {
    this.#hashes ??= new Int32Array(this.#capacity);
    const known = this.#hashes[slot]!;
    if (known !== UNKNOWN) return known;
    const hash = hashKey(key) || 1;
    this.#hashes[slot] = hash;
    return hash;
  }

  /** The slot has another key from now on. */
  forget(slot: number): void {
    if (this.#hashes !== undefined) this.#hashes[slot] = UNKNOWN;
  }

  /** Makes room for slots 0 to `capacity` - 1. */
  resize(capacity: number): void {
    this.#capacity = capacity;
    if (this.#hashes !== undefined) this.#hashes = grownColumn(this.#hashes, capacity);
  }
}
