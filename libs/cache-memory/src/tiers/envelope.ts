import { crc32 } from 'node:zlib';
import type { TierEntry } from '../engine/tiering/entry-tier.js';
import { unreadable } from './tier-problems.js';

/** What stands around the bytes of a value. */
export interface Envelope extends Omit<TierEntry<never>, 'value'> {
  readonly codec: string;
  readonly codecVersion: number;
  /** When it was sealed, in milliseconds since 1970. */
  readonly sealedAt: number;
}

/** The version of the format that `sealEnvelope` writes, and the only one that `openEnvelope` reads. */
const FORMAT = 1;
const MAGIC = 0x43_4d; // "CM"
const HEAD_BYTES = 12;

/**
 * An envelope with its contents as bytes: magic (2), format (2), checksum (4) of all that follows, length of the header (4), the
 * header as JSON, the contents.
 */
export function sealEnvelope(envelope: Envelope, key: string, contents: Uint8Array): Uint8Array {
  const { idleMs, idleLeftMs, ttlLeftMs, ...rest } = envelope;
  const lives = { ttlLeftMs: finite(ttlLeftMs), idleLeftMs: finite(idleLeftMs), idleMs: finite(idleMs) };
  const header = Buffer.from(JSON.stringify({ key, ...rest, ...lives }));
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + header.length + contents.length);
  bytes.writeUInt16BE(MAGIC, 0);
  bytes.writeUInt16BE(FORMAT, 2);
  bytes.writeUInt32BE(header.length, 8);
  header.copy(bytes, HEAD_BYTES);
  bytes.set(contents, HEAD_BYTES + header.length);
  bytes.writeUInt32BE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

/**
 * Takes the contents out, once the checksum agrees. Throws `SNAPSHOT_UNREADABLE` for what is damaged, of another format, or was
 * kept under another key.
 */
export function openEnvelope(key: string, sealed: Uint8Array): { envelope: Envelope; contents: Uint8Array } {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < HEAD_BYTES || bytes.readUInt16BE(0) !== MAGIC) {
    throw unreadable(key, 'a snapshot', `${bytes.length} bytes that are none`);
  }
  const format = bytes.readUInt16BE(2);
  if (format !== FORMAT) throw unreadable(key, `format ${FORMAT}`, `format ${format}`);
  if (crc32(bytes.subarray(8)) !== bytes.readUInt32BE(4)) {
    throw unreadable(key, 'bytes that agree with their checksum', 'bytes that were damaged');
  }
  const end = HEAD_BYTES + bytes.readUInt32BE(8);
  const { key: keptUnder, ...header } = JSON.parse(bytes.toString('utf8', HEAD_BYTES, end)) as Header;
  if (keptUnder !== key) throw unreadable(key, 'the snapshot of this key', 'that of another');
  const { ttlLeftMs, idleLeftMs, idleMs } = header;
  const lives = { ttlLeftMs: ttlLeftMs ?? Infinity, idleLeftMs: idleLeftMs ?? Infinity, idleMs: idleMs ?? Infinity };
  return { envelope: { ...header, ...lives }, contents: bytes.subarray(end) };
}

/** JSON has no `Infinity`. */
type Lives = 'ttlLeftMs' | 'idleLeftMs' | 'idleMs';
type Header = Omit<Envelope, Lives> & { readonly key: string } & Readonly<Record<Lives, number | null>>;

function finite(ms: number): number | null {
  return ms === Infinity ? null : ms;
}
