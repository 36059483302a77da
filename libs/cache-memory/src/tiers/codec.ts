/**
 * The port of a format: turns values into bytes and back. A value that would not come back as it was must be refused, by `is` or
 * by throwing: classes lose their prototype and private fields in every general format, so instances need a codec of their own.
 */
export interface Codec<V> {
  /** Names the format, of 1 to 100 characters. */
  readonly name: string;
  /** Which version of it; bytes of another version are not read. */
  readonly version: number;
  /** Whether it is for values like this one. */
  is(value: unknown): value is V;
  /** The bytes of a value. What it throws or rejects with keeps the value out of the tier, and nothing else. */
  toSnapshot(value: V): Uint8Array | Promise<Uint8Array>;
  /** The value of such bytes. What it throws or rejects with counts as a miss. */
  fromSnapshot(bytes: Uint8Array): V | Promise<V>;
}
