import { type ByteSize, parseByteSize } from '../options/byte-size.js';
import { must, readOptions } from '../options/option-rules.js';

/** How far to trim: bytes (a number of at least 0, or a text such as `'64MB'`), or entries, or both. */
export type TrimTarget = ByteSize | { readonly bytes?: ByteSize; readonly entries?: number };

/** What a trim removed. */
export interface TrimResult {
  readonly entries: number;
  /** Bytes. */
  readonly weight: number;
}

const rules = {
  bytes: readBytes,
  entries: must<number>(
    'a whole number of at least 0',
    (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  ),
};

/** The bounds that a target names, `Infinity` for none. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readTrimTarget(target: TrimTarget): { entries: number; bytes: number } {
  if (typeof target !== 'object' || target === null) return { bytes: readBytes(target), entries: Infinity };
  const { bytes = Infinity, entries = Infinity } = readOptions(target, rules, 'trim target');
  return { bytes, entries };
}

function readBytes(bytes: unknown, option = 'trim target'): number {
  const isBytes = typeof bytes === 'number' && bytes >= 0 && bytes < Infinity;
  return isBytes ? Math.floor(bytes) : parseByteSize(bytes, option);
}
