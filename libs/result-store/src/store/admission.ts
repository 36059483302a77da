import { estimateRowBytes } from '../results/estimate-bytes.js';
import { ResultStoreError } from '../results/errors.js';
import type { Schema } from '../results/schema.js';

/** What a set is going to take. */
export interface Estimate {
  readonly rows: number;
  /** Bytes in memory, where it stays there. */
  readonly memoryBytes: number;
  /** Bytes that the process may still take, by its container's limit or the machine's memory. */
  readonly freeMemoryBytes: number;
  /** Whether memory will hold it. */
  readonly fitsMemory: boolean;
  /** Bytes on disk at the most: compression usually leaves a fraction. */
  readonly diskBytes: number;
  /** Bytes that are free on the disk. */
  readonly freeDiskBytes: number;
  /** Whether the disk will hold it. */
  readonly fitsDisk: boolean;
}

/** Estimates rows of a schema. */
export function estimateRows(
  schema: Schema,
  rows: number,
  freeDiskBytes: number,
  freeMemoryBytes: number = process.availableMemory(),
): Estimate {
  const bytes = rows * estimateRowBytes(schema).inColumns;
  return {
    rows,
    memoryBytes: bytes,
    freeMemoryBytes,
    fitsMemory: bytes <= freeMemoryBytes,
    diskBytes: bytes,
    freeDiskBytes,
    fitsDisk: bytes <= freeDiskBytes,
  };
}

/** Throws `NO_ROOM`, saying how many rows there is room for: at a place on disk, or in memory where none is given. */
export function requireRoom(estimate: Estimate, place: string | undefined): void {
  const { rows, memoryBytes, freeMemoryBytes, fitsMemory, diskBytes, freeDiskBytes, fitsDisk } = estimate;
  if (place === undefined ? fitsMemory : fitsDisk) return;
  const [needed, free] = place === undefined ? [memoryBytes, freeMemoryBytes] : [diskBytes, freeDiskBytes];
  const others =
    place === undefined ? "or set kind: 'parquet'" : 'remove old sets with cleanUp, or set another directory';
  throw new ResultStoreError('NO_ROOM', {
    subject: `a set of ${rows} rows`,
    expected: `up to ${needed} bytes free in ${place ?? 'memory'}`,
    found: `${free}`,
    remedy: `reduce it to about ${Math.floor((rows * free) / needed)} rows, ${others}`,
  });
}
