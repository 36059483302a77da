import { crc32 } from 'node:zlib';

/** What the index knows of one snapshot, without reading it. */
export interface DiskRecord {
  /** Counts up with every snapshot of the region; names the file of a large one. */
  readonly serial: number;
  /** Whether the snapshot is a file of its own. */
  readonly isFile: boolean;
  readonly bytes: number;
  /** The checksum of the snapshot's bytes, so that an older version of them is not taken for these. */
  readonly checksum: number;
  readonly tags: readonly string[];
  /** Milliseconds since 1970; `Infinity` for never. */
  readonly expiresAt: number;
  /** The checksum of the record itself, with its key. */
  readonly hash: number;
}

/** Bytes that an entry takes besides its snapshot, more or less. */
const OVERHEAD_BYTES = 256;

/** Bytes that an entry takes on disk, more or less. */
export function diskBytes(key: string, { bytes }: DiskRecord): number {
  return bytes + 2 * key.length + OVERHEAD_BYTES;
}

/** The record of a key with its own checksum, and its text. */
export function writeRecord(key: string, facts: Omit<DiskRecord, 'hash'>): { record: DiskRecord; text: string } {
  const { serial, isFile, bytes, checksum, tags, expiresAt } = facts;
  const body = JSON.stringify([
    serial,
    isFile ? 1 : 0,
    bytes,
    checksum,
    expiresAt === Infinity ? null : expiresAt,
    tags,
  ]);
  const hash = crc32(`${key}\n${body}`);
  return { record: { ...facts, hash }, text: hash.toString(16).padStart(8, '0') + body };
}

/** The record that a text was written for; `undefined` where it is damaged. */
export function readRecord(key: string, text: string): DiskRecord | undefined {
  const hash = Number.parseInt(text.slice(0, 8), 16);
  const body = text.slice(8);
  if (crc32(`${key}\n${body}`) !== hash) return undefined;
  const [serial, isFile, bytes, checksum, expiresAt, tags] = JSON.parse(body) as [number, 0 | 1, number, number, number | null, string[]]; // prettier-ignore
  return { serial, isFile: isFile === 1, bytes, checksum, tags, expiresAt: expiresAt ?? Infinity, hash };
}
