import { estimateRowBytes } from '../results/estimate-bytes.js';
import { ResultStoreError } from '../results/errors.js';
import type { Schema } from '../results/schema.js';

/** What a set is going to take. */
export interface Estimate {
  readonly rows: number;
  /** Bytes in memory, where it stays there. */
  readonly memoryBytes: number;
  /** Bytes on disk at the most: compression usually leaves a fraction. */
  readonly diskBytes: number;
  /** Bytes that are free on the disk. */
  readonly freeDiskBytes: number;
  /** Whether the disk will hold it. */
  readonly fitsDisk: boolean;
}

/** Estimates rows of a schema. */
export function estimateRows(schema: Schema, rows: number, freeDiskBytes: number): Estimate {
  const bytes = rows * estimateRowBytes(schema).inColumns;
  return { rows, memoryBytes: bytes, diskBytes: bytes, freeDiskBytes, fitsDisk: bytes <= freeDiskBytes };
}

/** Throws `NO_ROOM`, saying how many rows there is room for. */
export function requireRoom({ rows, diskBytes, freeDiskBytes, fitsDisk }: Estimate, place: string): void {
  if (fitsDisk) return;
  const fitting = Math.floor((rows * freeDiskBytes) / diskBytes);
  throw new ResultStoreError('NO_ROOM', {
    subject: `a set of ${rows} rows`,
    expected: `up to ${diskBytes} bytes free in ${place}`,
    found: `${freeDiskBytes}`,
    remedy: `reduce it to about ${fitting} rows, remove old sets with cleanUp, or set another directory`,
  });
}
