import { type ByteSize, parseByteSize } from './byte-size.js';
import { describeValue } from './describe-value.js';
import { CacheMemoryError } from './errors.js';

/** How far to trim: bytes (a number, 0 included, or a text such as `'64MB'`), or entries, or both. */
export type TrimTarget = ByteSize | { readonly bytes?: ByteSize; readonly entries?: number };

/** What a trim removed. */
export interface TrimResult {
  readonly entries: number;
  /** Bytes. */
  readonly weight: number;
}

/** The bounds that a target names, `Infinity` for none. Throws `INVALID_OPTION`. */
export function readTrimTarget(target: TrimTarget): { entries: number; bytes: number } {
  if (typeof target !== 'object' || target === null) return { bytes: readBytes(target), entries: Infinity };
  const { bytes, entries } = target;
  return {
    bytes: bytes === undefined ? Infinity : readBytes(bytes),
    entries: entries === undefined ? Infinity : readEntries(entries),
  };
}

function readBytes(bytes: ByteSize): number {
  return bytes === 0 ? 0 : parseByteSize(bytes, 'trim target');
}

function readEntries(entries: unknown): number {
  if (Number.isSafeInteger(entries) && (entries as number) >= 0) return entries as number;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'trim target.entries',
    expected: 'a whole number of at least 0',
    found: describeValue(entries),
    remedy: 'correct it, or leave it out',
  });
}
