import { NONE } from './eviction-policy.js';
import { HashIndex } from './hash-index.js';

/** The hashes of the keys that left last. */
export class GhostQueue {
  readonly #index = new HashIndex();
  /** A ring of hashes; the index tells which of them still count. */
  #ring: Int32Array<ArrayBuffer> = new Int32Array(16);
  #next = 0;

  /** Whether a hash is among the latest `most`. */
  has(hash: number, most: number): boolean {
    const place = this.#index.get(hash);
    const { length } = this.#ring;
    return place !== NONE && (this.#next - 1 - place + length) % length < most;
  }

  /** Forgets a hash. */
  delete(hash: number): void {
    this.#index.delete(hash);
  }

  /** Remembers a hash, in a memory that is long enough for `most`. */
  add(hash: number, most: number): void {
    if (this.#next === this.#ring.length) this.#wrap(most);
    this.#forgetAt(this.#next);
    this.#ring[this.#next] = hash;
    this.#index.set(hash, this.#next++);
  }

  #forgetAt(place: number): void {
    const hash = this.#ring[place]!;
    if (this.#index.get(hash) === place) this.#index.delete(hash);
  }

  #wrap(most: number): void {
    if (this.#ring.length < most) {
      const larger = new Int32Array(2 * this.#ring.length);
      larger.set(this.#ring);
      this.#ring = larger;
    } else {
      this.#next = 0;
    }
  }
}
