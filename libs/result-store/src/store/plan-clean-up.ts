import type { CleanUpLimits } from './store-options.js';

/** What a clean-up looks at in a set. */
export interface CleanUpCandidate {
  readonly id: string;
  /** Only what lies in files frees the disk. */
  readonly kind: 'memory' | 'parquet';
  readonly createdMs: number;
  readonly bytes: number;
}

/** A set that has to go, and why. */
export interface Removal {
  readonly id: string;
  readonly bytes: number;
  readonly cause: 'age' | 'count' | 'bytes' | 'disk';
}

/** The sets that have to go so that limits hold, the oldest first. `sets` are in the order of their age. */
export function planCleanUp(
  sets: readonly CleanUpCandidate[],
  { maxAgeMs, maxSets, maxBytes, minFreeBytes }: CleanUpLimits,
  nowMs: number,
  freeDiskBytes: number,
): Removal[] {
  let count = sets.length;
  let bytes = sets.reduce((sum, set) => sum + set.bytes, 0);
  let free = freeDiskBytes;
  const removals: Removal[] = [];
  for (const set of sets) {
    const cause = causeFor(set);
    if (cause === undefined) continue;
    removals.push({ id: set.id, bytes: set.bytes, cause });
    count--;
    bytes -= set.bytes;
    if (set.kind === 'parquet') free += set.bytes;
  }
  return removals;

  function causeFor({ createdMs, kind }: CleanUpCandidate): Removal['cause'] | undefined {
    if (maxAgeMs !== undefined && nowMs - createdMs > maxAgeMs) return 'age';
    if (maxSets !== undefined && count > maxSets) return 'count';
    if (maxBytes !== undefined && bytes > maxBytes) return 'bytes';
    return minFreeBytes !== undefined && free < minFreeBytes && kind === 'parquet' ? 'disk' : undefined;
  }
}
