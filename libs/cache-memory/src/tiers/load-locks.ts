import type { Snapshot } from './snapshot.js';

/** What comes of asking for a lock: the lock, how long another has it at the most, or that nobody need have it. */
export type LockAnswer = { readonly lock: string } | { readonly heldForMs: number } | 'free';

/** The port of locks under which one of many processes makes a value. A lock ends by itself unless it is kept. */
export interface LoadLocks {
  /** Takes the lock of a key for so many milliseconds. */
  take(key: string, leaseMs: number): Promise<LockAnswer>;
  /** Keeps it for so many milliseconds from now; answers whether it was still there. */
  keep(key: string, lock: string, leaseMs: number): Promise<boolean>;
  /** Keeps a snapshot and ends the lock in one step; where the lock has ended, keeps nothing and answers `false`. */
  spill(key: string, snapshot: Snapshot, lock: string): Promise<boolean>;
  /** Ends a lock; nobody need have one for `freeForMs` from then on, where that is more than 0. */
  release(key: string, lock: string, freeForMs: number): Promise<void>;
  /** Ends the lock of a key, whoever has it: its value is changed, and what is being made must not take the place of that. */
  override(key: string): Promise<void>;
}
