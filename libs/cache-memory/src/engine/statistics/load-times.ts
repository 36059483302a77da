/** Upper bounds of the load time buckets in milliseconds, inclusive; one more bucket takes what is longer. */
export const LOAD_TIME_BOUNDS_MS: readonly number[] = Object.freeze([
  1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
]);

/** How long the loads of one cache took: completed loads, counted by duration. */
export class LoadTimes {
  /** Loads in each bucket of `LOAD_TIME_BOUNDS_MS`, and in a last one what was longer than every bound. */
  readonly counts: number[] = LOAD_TIME_BOUNDS_MS.map(() => 0).concat(0);

  /** Counts one load, in milliseconds. */
  note(tookMs: number): void {
    let bucket = 0;
    while (bucket < LOAD_TIME_BOUNDS_MS.length && tookMs > LOAD_TIME_BOUNDS_MS[bucket]!) bucket++;
    this.counts[bucket]!++;
  }

  reset(): void {
    this.counts.fill(0);
  }
}

/**
 * The load time in milliseconds that a share of the loads did not exceed, read linearly within its bucket as by Prometheus'
 * `histogram_quantile`; 0 where nothing was loaded, the last bound where the answer is beyond it.
 */
export function loadTimeQuantile(counts: readonly number[], share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  if (wanted === 0) return 0;
  let below = 0;
  for (let bucket = 0; bucket < LOAD_TIME_BOUNDS_MS.length; bucket++) {
    const bound = LOAD_TIME_BOUNDS_MS[bucket]!;
    const count = counts[bucket]!;
    const floor = LOAD_TIME_BOUNDS_MS[bucket - 1] ?? 0;
    if (below + count >= wanted) return floor + (bound - floor) * ((wanted - below) / count);
    below += count;
  }
  return LOAD_TIME_BOUNDS_MS.at(-1)!;
}
