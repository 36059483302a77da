import type { TierEntry } from './entry-tier.js';

/** What a miss has got from its tier: an entry, or the turn to make the value. */
export interface LoadTurn<V> {
  readonly entry: TierEntry<V> | undefined;
  /** Whether the entry was still waiting to be written, so that the tier does not have it. */
  readonly isTakenBack: boolean;
  /** The load is over; `isUnshared` where it brought a value that nobody has changed meanwhile, whether it could be kept or not. */
  end(isUnshared: boolean): void;
}

/** The turn of a cache that asks nobody. */
export const OWN_TURN: LoadTurn<any> = Object.freeze({ entry: undefined, isTakenBack: false, end: () => {} });
