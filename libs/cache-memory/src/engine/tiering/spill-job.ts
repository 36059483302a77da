import type { TierEntry } from './entry-tier.js';

/** What is to be done for one key: write its entry, or forget it. */
export type SpillJob<V> = ForgetJob | WriteJob<V>;

/** A key's copy must not come back. */
export interface ForgetJob {
  readonly kind: 'forget';
}

/** An entry is to be written. */
export interface WriteJob<V> {
  readonly kind: 'write';
  readonly entry: TierEntry<V>;
  /** The clock's reading at which the entry was read. */
  readonly since: number;
  /** Whether the tier may have an older copy, which must not come back where this one is not written. */
  readonly isOver: boolean;
  /** Lets the instance be disposed; `undefined` for what nobody disposes of. */
  readonly release: (() => void) | undefined;
}

export const FORGET: ForgetJob = Object.freeze({ kind: 'forget' });
