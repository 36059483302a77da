/** No slot: an empty end of a list, or a policy that has no victim to name. */
export const NONE = -1;

/**
 * The port of eviction: keeps an order over the slots of the entries that may be evicted, and names the next victim.
 *
 * A policy changes nothing but its own order. The cache inserts and removes; protected entries are never shown to it.
 */
export interface EvictionPolicy {
  /** Makes room for slots 0 to `capacity` - 1, keeping the order of those that are there. */
  resize(capacity: number): void;
  /** A value was stored in this slot. */
  insert(slot: number): void;
  /** The entry in this slot was hit. */
  touch(slot: number): void;
  /** The entry left this slot. */
  remove(slot: number): void;
  /**
   * The slot to evict next, or `NONE` where there is none. `candidate` is the slot of a newcomer, described but not yet
   * inserted, or `NONE` in a trim: a policy that answers the candidate itself refuses its admission.
   */
  victim(candidate: number): number;
}

/** What a policy may read about the entry in a slot. */
export interface EntryView {
  /** Bytes. */
  weight(slot: number): number;
  /** Milliseconds that its loader took. */
  cost(slot: number): number;
  /** The clock's reading at which its lifetime ends; `Infinity` for never. */
  deadline(slot: number): number;
}

/** Makes a policy for one cache. */
export type EvictionPolicyFactory = (entries: EntryView) => EvictionPolicy;
