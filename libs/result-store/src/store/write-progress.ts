/** How far a set has been written. */
export interface WriteProgress {
  readonly kind: 'memory' | 'parquet';
  /** Subjects that have been taken, those of the chunk that is being filled included. */
  readonly subjects: number;
  readonly rows: number;
  /** Bytes that the committed chunks hold, in memory or on disk. */
  readonly bytes: number;
  /** Subjects that have been committed: these survive a crash where the set is on disk. */
  readonly committedSubjects: number;
  readonly rowsPerSecond: number;
  /** About how long the rest will take; `undefined` unless the number of subjects to expect was said. */
  readonly etaMs: number | undefined;
}

/** How long the rest takes if it goes on as it has gone so far. */
export function estimateEta(done: number, expected: number | undefined, elapsedMs: number): number | undefined {
  if (expected === undefined || done === 0) return undefined;
  return (Math.max(0, expected - done) * elapsedMs) / done;
}
