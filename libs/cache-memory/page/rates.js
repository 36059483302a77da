const CAUSES = ['size', 'expired', 'collected', 'pressure'];

/** The share of look-ups between two statuses that were hits, by region; `null` where there were none. */
export function hitRates({ regions }, before) {
  const rates = Object.values(regions).map((stats) => {
    const earlier = before?.regions[stats.region];
    const gets = change(stats, earlier, (each) => each.gets);
    return [stats.region, gets > 0 ? change(stats, earlier, (each) => each.hits) / gets : null];
  });
  return new Map(rates);
}

/** Evictions per second between two statuses, by cause; 0 at the first one. */
export function evictionRates({ takenAt, total }, before) {
  const seconds = before ? Math.max(0.001, (takenAt - before.takenAt) / 1_000) : Infinity;
  return new Map(
    CAUSES.map((cause) => [cause, change(total, before?.total, (each) => each.removals[cause]) / seconds]),
  );
}

/** What was counted since the status before; where the counters were reset, or the application has started anew, since then. */
function change(now, earlier, count) {
  const isSame = earlier !== undefined && earlier.resets === now.resets && earlier.gets <= now.gets;
  return isSame ? Math.max(0, count(now) - count(earlier)) : count(now);
}
