import { type EntryView, type EvictionPolicy, type EvictionPolicyFactory, NONE } from './eviction-policy.js';
import { HashIndex } from './hash-index.js';

/**
 * A cache without values: keys by their hash alone, within bounds of its own, to find out how many hits a policy would have.
 * Fed with a sample of the traffic it is a miniature of a larger cache, after Waldspurger, Saemundsson, Ahmad and Park, "Cache
 * Modeling and Optimization using Miniature Simulations" (USENIX ATC 2017).
 */
export class ShadowCache implements EntryView {
  readonly #policy: EvictionPolicy;
  readonly #index = new HashIndex();
  readonly #hit = new Int32Array(1);
  readonly #free: number[] = [];
  #hashes: Int32Array<ArrayBuffer> = new Int32Array(16);
  #weights: Float32Array<ArrayBuffer> = new Float32Array(16);
  #used = 0;
  #size = 0;
  #weight = 0;
  #maxEntries = 0;
  #maxWeight = 0;

  constructor(createPolicy: EvictionPolicyFactory) {
    this.#policy = createPolicy(this);
  }

  /** Takes over other bounds; `Infinity` for none. */
  bound(maxEntries: number, maxWeight: number): void {
    this.#maxEntries = maxEntries;
    this.#maxWeight = maxWeight;
  }

  /** Asks for a key and stores it where it is not there; answers whether it was. */
  access(hash: number, weight: number): boolean {
    const resident = this.#index.get(hash);
    if (resident === NONE) {
      this.#store(hash, weight);
      return false;
    }
    this.#hit[0] = resident;
    this.#policy.touch(this.#hit, 1);
    return true;
  }

  weight(slot: number): number {
    return this.#weights[slot]!;
  }

  cost(): number {
    return 0;
  }

  deadline(): number {
    return Infinity;
  }

  hash(slot: number): number {
    return this.#hashes[slot]!;
  }

  #store(hash: number, weight: number): void {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot >= this.#hashes.length) this.#grow();
    this.#hashes[slot] = hash;
    this.#weights[slot] = weight;
    this.#policy.offer(slot);
    if (weight > this.#maxWeight || !this.#makeRoom(slot)) {
      this.#free.push(slot);
      return;
    }
    this.#size++;
    this.#weight += this.weight(slot);
    this.#index.set(hash, slot);
    this.#policy.insert(slot);
  }

  #makeRoom(slot: number): boolean {
    while (this.#size >= this.#maxEntries || this.#weight + this.#weights[slot]! > this.#maxWeight) {
      const victim = this.#policy.victim(slot);
      if (victim === NONE || victim === slot) return false;
      this.#policy.remove(victim);
      this.#index.delete(this.#hashes[victim]!);
      this.#weight -= this.#weights[victim]!;
      this.#size--;
      this.#free.push(victim);
    }
    return true;
  }

  #grow(): void {
    const length = 2 * this.#hashes.length;
    const hashes = new Int32Array(length);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const weights = new Float32Array(length);
    weights.set(this.#weights);
    this.#weights = weights;
  }
}
