import type { Codec } from '../tiers/codec.js';

/** A value as Keyv keeps it where it does not serialise. */
export interface KeyvValue<V> {
  readonly value: V;
  /** Milliseconds since 1970; `undefined` for no end. */
  readonly expires?: number | undefined;
}

const EXPIRES_BYTES = 8;

/**
 * The codec of a region under a Keyv that does not serialise, made of one for its values: the tier keeps when Keyv's lifetime of a
 * value ends, and what the codec made of the value.
 */
export function keyvCodec<V>(codec: Codec<V>): Codec<KeyvValue<V>> {
  return {
    name: `keyv ${codec.name}`,
    version: codec.version,
    is: (kept): kept is KeyvValue<V> =>
      typeof kept === 'object' && kept !== null && 'value' in kept && codec.is(kept.value),
    async toSnapshot({ value, expires = NaN }) {
      const head = Buffer.alloc(EXPIRES_BYTES);
      head.writeDoubleBE(expires);
      return Buffer.concat([head, await codec.toSnapshot(value)]);
    },
    async fromSnapshot(bytes) {
      const expires = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).readDoubleBE();
      const value = await codec.fromSnapshot(bytes.subarray(EXPIRES_BYTES));
      return { value, expires: Number.isNaN(expires) ? undefined : expires };
    },
  };
}
