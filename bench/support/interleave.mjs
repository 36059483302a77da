import { median } from './statistics.mjs';

/**
 * Times contestants in turn, A B C A B C ..., after one round that does not count. Each gets a loop compiled for it alone, so
 * that no contestant makes another's calls polymorphic. `work(contestant)` runs once and answers how many operations it did; what `prepare` does
 * before is not timed.
 */
export async function interleave(contestants, rounds, work, prepare = () => {}) {
  const nanoseconds = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const contestant of contestants) {
      prepare(contestant);
      globalThis.gc?.();
      const startedAt = performance.now();
      const operations = await work(contestant);
      const took = ((performance.now() - startedAt) * 1e6) / operations;
      if (round >= 0) nanoseconds.get(contestant.name).push(took);
    }
  }
  return nanoseconds;
}

/** How much faster than the base each contestant was, round by round: median, least and most. */
export function speedRatios(nanoseconds, base) {
  const reference = nanoseconds.get(base);
  return new Map(
    [...nanoseconds].map(([name, times]) => {
      const ratios = times.map((time, round) => reference[round] / time);
      return [
        name,
        { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios), ns: median(times) },
      ];
    }),
  );
}
