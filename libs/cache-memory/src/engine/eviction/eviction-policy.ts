/** No slot: an empty end of a list, or a policy that has no victim to name. */
export const NONE = -1;

/**
 * The port of eviction: keeps an order over the slots of the entries that may be evicted, and names the next victim.
 *
 * A policy changes nothing but its own order. The cache inserts and removes; protected entries are never shown to it. Slots
 * are small whole numbers that are used again; a policy makes room for them as they come. What was hit is told in batches,
 * in the order of the hits, and always before anything else is asked or told.
 */
export interface EvictionPolicy {
  /**
   * A newcomer has come, described in its slot but not stored: told once, before a victim is asked for and before it is
   * inserted or refused.
   */
  offer(slot: number): void;
  /** The newcomer that was offered last is stored. */
  insert(slot: number): void;
  /** The entries in the first `count` of these slots were hit, in this order. The array is the caller's and is used again. */
  touch(slots: Int32Array, count: number): void;
  /** The entry left this slot. */
  remove(slot: number): void;
  /**
   * The slot to evict next, or `NONE` where there is none. `candidate` is the slot of the newcomer that was offered, or `NONE`
   * where there is no newcomer, as in a trim: a policy that answers the candidate itself refuses its admission.
   */
  victim(candidate: number): number;
}

/** What a policy may read about the entry in a slot, that of an offered newcomer included. */
export interface EntryView {
  /** Bytes. */
  weight(slot: number): number;
  /** Milliseconds that its loader took; 0 where unknown. */
  cost(slot: number): number;
  /** The clock's reading at which its lifetime ends; `Infinity` for never. */
  deadline(slot: number): number;
  /** A hash of its key, 32 bits, equal for equal keys: what remains of a key that is not there any more. */
  hash(slot: number): number;
}

/** Makes a policy for one cache. */
export type EvictionPolicyFactory = (entries: EntryView) => EvictionPolicy;
