import { type EntryView, type EvictionPolicy, type EvictionPolicyFactory, NONE } from './eviction-policy.js';

/** The entries of one priority. */
interface PriorityClass {
  readonly policy: EvictionPolicy;
  entries: number;
  weight: number;
}

/**
 * An order by priority first, and by the chosen policy inside each priority: one policy for each priority in use, so that
 * no policy needs to know about priorities. A newcomer is refused rather than evict an entry of a higher priority, and not any
 * more once an entry of a lower one has made room for it.
 */
export class PriorityOrder implements EvictionPolicy {
  readonly #classes: (PriorityClass | undefined)[] = [];
  #classesInUse = 0;
  #hits: Int32Array<ArrayBuffer> = new Int32Array(0);
  #hasEvictedLower = false;

  /** `priorityOf` answers the rank of a slot, 0 for the first to be evicted. */
  constructor(
    private readonly createPolicy: EvictionPolicyFactory,
    private readonly entries: EntryView,
    private readonly priorityOf: (slot: number) => number,
  ) {}

  /** Bytes of the entries that may be evicted for this newcomer, each of its own priority or a lower one. */
  evictableWeight(candidate: number): number {
    let weight = 0;
    for (let rank = Math.min(this.priorityOf(candidate), this.#classes.length - 1); rank >= 0; rank--) {
      weight += this.#classes[rank]?.weight ?? 0;
    }
    return weight;
  }

  offer(slot: number): void {
    this.#hasEvictedLower = false;
    this.#classOf(slot).policy.offer(slot);
  }

  insert(slot: number): void {
    const own = this.#classOf(slot);
    if (own.entries++ === 0) this.#classesInUse++;
    own.weight += this.entries.weight(slot);
    own.policy.insert(slot);
  }

  touch(slots: Int32Array, count: number): void {
    if (this.#classesInUse > 1) this.#touchApart(slots, count);
    else if (count > 0) this.#classOf(slots[0]!).policy.touch(slots, count);
  }

  remove(slot: number): void {
    const own = this.#classOf(slot);
    own.weight -= this.entries.weight(slot);
    if (--own.entries === 0) {
      this.#classesInUse--;
      own.weight = 0; // no rounding error outlives its entries
    }
    own.policy.remove(slot);
  }

  victim(candidate: number): number {
    const candidateRank = candidate === NONE ? Infinity : this.priorityOf(candidate);
    for (let rank = 0; rank < this.#classes.length && rank <= candidateRank; rank++) {
      const own = this.#classes[rank];
      if (own === undefined || own.entries === 0) continue;
      if (rank < candidateRank) {
        this.#hasEvictedLower = true;
        return own.policy.victim(NONE);
      }
      return own.policy.victim(this.#hasEvictedLower ? NONE : candidate);
    }
    return NONE;
  }

  /** Hands each class its own hits, in their order. */
  #touchApart(slots: Int32Array, count: number): void {
    if (this.#hits.length < count) this.#hits = new Int32Array(count);
    for (let rank = 0; rank < this.#classes.length; rank++) {
      const own = this.#classes[rank];
      if (own === undefined || own.entries === 0) continue;
      let hits = 0;
      for (let index = 0; index < count; index++) {
        const slot = slots[index]!;
        if (this.priorityOf(slot) === rank) this.#hits[hits++] = slot;
      }
      if (hits > 0) own.policy.touch(this.#hits, hits);
    }
  }

  #classOf(slot: number): PriorityClass {
    const rank = this.priorityOf(slot);
    return (this.#classes[rank] ??= { policy: this.createPolicy(this.entries), entries: 0, weight: 0 });
  }
}
