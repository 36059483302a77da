import type { Codec } from '../codec.js';

/** Bytes as they are: a `Uint8Array`, or a `Buffer`, which comes back as a `Uint8Array`-compatible `Buffer` of its own. */
export const bytesCodec: Codec<Uint8Array> = Object.freeze({
  name: 'bytes',
  version: 1,
  is: (value: unknown): value is Uint8Array =>
    value instanceof Uint8Array && (Object.getPrototypeOf(value) === Uint8Array.prototype || Buffer.isBuffer(value)),
  toSnapshot: (value: Uint8Array): Uint8Array => Buffer.concat([Buffer.of(Buffer.isBuffer(value) ? 1 : 0), value]),
  fromSnapshot(bytes: Uint8Array): Uint8Array {
    const copy = Uint8Array.prototype.slice.call(bytes, 1);
    return bytes[0] === 1 ? Buffer.from(copy.buffer, copy.byteOffset, copy.byteLength) : new Uint8Array(copy);
  },
});
