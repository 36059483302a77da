import type { LoadLocks } from './load-locks.js';
import type { Snapshot } from './snapshot.js';

/**
 * The port of a tier: a place that keeps the snapshots of one region. It may fail in whatever way: its methods then reject, late
 * or never settle, and the cache goes on without it. It may forget what it likes, and must never give back what it was told
 * to forget.
 */
export interface Tier {
  /** What lets one of many processes make a value, where the place has it. */
  readonly locks?: LoadLocks | undefined;
  /** The bytes that were kept under a key last, whole or damaged; `undefined` where there are none. */
  recall(key: string): Promise<Uint8Array | undefined>;
  /** Keeps a snapshot in place of the one that the key may have; resolves when it is kept. */
  spill(key: string, snapshot: Snapshot): Promise<void>;
  /** Forgets a key, whether it has it or not. */
  forget(key: string): Promise<void>;
  /** Forgets every snapshot that carries one of the tags; without tags, every snapshot of the region. */
  clear(tags?: readonly string[]): Promise<void>;
  /** Ends it; what is kept stays for whoever opens it next. */
  close(): Promise<void>;
}

/** What a tier tells the cache of its own accord: a tier that nobody shares has nothing to tell. */
export interface TierPeers {
  /** Somebody else changed the value of a key. */
  changed(key: string): void;
  /** Somebody else cleared these tags, or, where there are none, everything; or their news may have been missed. */
  cleared(tags?: readonly string[]): void;
  /** The place can be reached again: it is asked at once, without waiting for the end of a pause. */
  answers(): void;
}

/** A place for tiers: each region has its own, apart from the others. */
export interface TierPlace {
  /** Whether its tiers have locks. */
  readonly hasLocks?: boolean | undefined;
  /** Opens the tier of a region. What goes wrong is what the promise, or the tier's methods, reject with. */
  open(region: string, peers: TierPeers): Promise<Tier>;
}
