/** Bytes that a tier keeps under a key, and what it has to know of them to forget them in time. */
export interface Snapshot {
  /** The sealed bytes; they end with a checksum, so that a tier need not have one of its own. */
  readonly bytes: Uint8Array;
  readonly tags: readonly string[];
  /** When they are of no use any more, in milliseconds since 1970; `Infinity` for never. */
  readonly expiresAt: number;
}
