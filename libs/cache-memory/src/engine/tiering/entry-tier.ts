import type { LoadClaims } from './load-claims.js';

/** What a tier keeps of an entry and gives back, so that the cache goes on as if the entry had never left. */
export interface TierEntry<V> {
  readonly value: V;
  /** Milliseconds that are left of its absolute lifetime; `Infinity` for no end. */
  readonly ttlLeftMs: number;
  /** Milliseconds that are left until it has been idle for too long; `Infinity` for no end. */
  readonly idleLeftMs: number;
  /** Its sliding lifetime in milliseconds, which starts anew when it comes back; `Infinity` for none. */
  readonly idleMs: number;
  /** Milliseconds that its loader took. */
  readonly costMs: number;
  /** Bytes. */
  readonly weight: number;
  readonly tags: readonly string[];
  /** 0 to 2, from the first to be evicted to the last. */
  readonly rank: number;
  readonly guarded: boolean;
}

/** Whether a tier answers: `broken` while it is not asked because it failed too often. */
export type TierState = 'none' | 'working' | 'broken';

/** What a tier was asked to do. */
export type TierOperation = 'recall' | 'spill' | 'forget' | 'clear' | 'claim' | 'close';

/** What a cache hears from its tier. */
export interface TierListener<K> {
  /** The value of a key was changed by somebody else, so that the cache must not serve the one that it has. */
  changed(key: K): void;
  /** Somebody else invalidated these tags, or, where there are none, everything. */
  cleared(tags: readonly string[] | undefined): void;
  /** The tier stopped answering, for this reason, or answers again. */
  turned(state: TierState, reason: unknown): void;
}

/**
 * The port to where entries go that leave memory. It may fail: a method then rejects, and the cache goes on without it. The
 * cache writes or forgets a key once at a time, and has nothing written while it clears.
 */
export interface EntryTier<K, V> {
  /** Who makes the values that it does not have. */
  readonly claims: LoadClaims<K>;
  /** What is kept of a key, unless its lifetime has ended. */
  recall(key: K): Promise<TierEntry<V> | undefined>;
  /**
   * Encodes an entry; answers what writes it, after which the value is not needed any more. That answers whether it was written: not
   * where this process had claimed the value, and another has made a later one meanwhile.
   */
  pack(key: K, entry: TierEntry<V>): Promise<() => Promise<boolean>>;
  /** Forgets a key. */
  forget(key: K): Promise<void>;
  /** Forgets every entry that carries one of the tags; without tags, every entry. */
  clear(tags: readonly string[] | undefined): Promise<void>;
  /** Ends it; what was written stays. */
  close(): Promise<void>;
}

/** Which entries reach the tier: those that are evicted, and those that are held when the cache is closed; or each as it is stored. */
export type SpillMoment = 'evicted' | 'stored';

/** Opens the tier of a region. */
export interface TierSource<K, V> {
  readonly spill: SpillMoment;
  /** Must not throw for a tier that does not answer: its methods reject until it does. */
  open(region: string, listener: TierListener<K>): EntryTier<K, V>;
}
