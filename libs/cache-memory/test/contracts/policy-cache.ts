import { type EntryView, type EvictionPolicy, NONE } from '../../src/engine/eviction/eviction-policy.js';

/** A cache of numbers that stand for their own values, on nothing but an eviction policy. */
export class PolicyCache<P extends EvictionPolicy = EvictionPolicy> {
  readonly policy: P;
  readonly slots = new Map<number, number>();
  readonly #keys: number[] = [];
  readonly #free: number[] = [];
  readonly #hit = new Int32Array(1);
  #weight = 0;

  /** `weightOf` and `deadlineOf` describe a key. */
  constructor(
    createPolicy: (entries: EntryView) => P,
    private readonly maxEntries: number,
    private readonly maxWeight: number = Infinity,
    private readonly weightOf: (key: number) => number = () => 1,
    deadlineOf: (key: number) => number = () => Infinity,
  ) {
    this.policy = createPolicy({
      weight: (slot) => weightOf(this.#keys[slot]!),
      cost: () => 1,
      deadline: (slot) => deadlineOf(this.#keys[slot]!),
      hash: (slot) => hashOf(this.#keys[slot]!),
    });
  }

  /** The keys that are there, in ascending order. */
  get keys(): number[] {
    return [...this.slots.keys()].sort((one, other) => one - other);
  }

  /** Asks for a key and stores it where it is not there; answers whether it was. */
  access(key: number): boolean {
    const resident = this.slots.get(key);
    if (resident !== undefined) {
      this.#hit[0] = resident;
      this.policy.touch(this.#hit, 1);
      return true;
    }
    const slot = this.#free.pop() ?? this.#keys.length;
    this.#keys[slot] = key;
    this.policy.offer(slot);
    if (this.#makeRoom(slot)) {
      this.policy.insert(slot);
      this.slots.set(key, slot);
      this.#weight += this.weightOf(key);
    } else {
      this.#free.push(slot);
    }
    return false;
  }

  /** Accesses keys one by one; answers how many were hits. */
  accessAll(keys: Iterable<number>): number {
    let hits = 0;
    for (const key of keys) if (this.access(key)) hits++;
    return hits;
  }

  /** Takes a key out. */
  remove(key: number): void {
    const slot = this.slots.get(key)!;
    this.policy.remove(slot);
    this.slots.delete(key);
    this.#weight -= this.weightOf(key);
    this.#free.push(slot);
  }

  /** Evicts everything; answers the keys in the order in which they went. */
  drain(): number[] {
    const order: number[] = [];
    for (let slot = this.policy.victim(NONE); slot !== NONE; slot = this.policy.victim(NONE)) {
      order.push(this.#keys[slot]!);
      this.remove(this.#keys[slot]!);
    }
    return order;
  }

  #makeRoom(slot: number): boolean {
    while (this.slots.size >= this.maxEntries || this.#weight + this.weightOf(this.#keys[slot]!) > this.maxWeight) {
      const victim = this.policy.victim(slot);
      if (victim === NONE || victim === slot) return false;
      this.remove(this.#keys[victim]!);
    }
    return true;
  }
}

/** A hash of a number that spreads its bits (Wellons' "lowbias32"). */
export function hashOf(key: number): number {
  let hash = key | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb_352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846c_a68b);
  return hash ^ (hash >>> 16);
}

/** Random numbers from 0 to 1 that are the same in each run. */
export function randomsFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many accesses to keys 0 to `keys` - 1, the key of rank r as often as 1/r. */
export function zipf(keys: number, accesses: number, seed = 1): number[] {
  const sums: number[] = [];
  let total = 0;
  for (let rank = 1; rank <= keys; rank++) sums.push((total += 1 / rank));
  const random = randomsFrom(seed);
  return Array.from({ length: accesses }, () => {
    const wanted = random() * total;
    let low = 0;
    let high = keys - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** The numbers from `from` to `to` - 1. */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
