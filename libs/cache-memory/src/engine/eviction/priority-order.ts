import { type EntryView, type EvictionPolicy, type EvictionPolicyFactory, NONE } from './eviction-policy.js';

/**
 * An order by priority first, and by the chosen policy inside each priority: one policy for each priority in use, so that
 * no policy needs to know about priorities. A newcomer is refused rather than evict an entry of a higher priority.
 */
export class PriorityOrder implements EvictionPolicy {
  readonly #classes: (EvictionPolicy | undefined)[] = [];
  #capacity = 0;

  /** `priorityOf` answers the rank of a slot, 0 for the first to be evicted. */
  constructor(
    private readonly createPolicy: EvictionPolicyFactory,
    private readonly entries: EntryView,
    private readonly priorityOf: (slot: number) => number,
  ) {}

  resize(capacity: number): void {
    this.#capacity = capacity;
    for (const policy of this.#classes) policy?.resize(capacity);
  }

  insert(slot: number): void {
    this.#classOf(slot).insert(slot);
  }

  touch(slot: number): void {
    this.#classOf(slot).touch(slot);
  }

  remove(slot: number): void {
    this.#classOf(slot).remove(slot);
  }

  victim(candidate: number): number {
    const candidateRank = candidate === NONE ? Infinity : this.priorityOf(candidate);
    for (let rank = 0; rank < this.#classes.length && rank <= candidateRank; rank++) {
      const newcomer = rank === candidateRank ? candidate : NONE;
      const victim = this.#classes[rank]?.victim(newcomer) ?? NONE;
      if (victim !== NONE) return victim;
    }
    return NONE;
  }

  #classOf(slot: number): EvictionPolicy {
    const rank = this.priorityOf(slot);
    let policy = this.#classes[rank];
    if (policy === undefined) {
      policy = this.createPolicy(this.entries);
      policy.resize(this.#capacity);
      this.#classes[rank] = policy;
    }
    return policy;
  }
}
