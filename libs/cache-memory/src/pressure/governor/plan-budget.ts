import type { MemoryDemand } from './memory-demand.js';

/** By how much more is taken back each time that taking back was not enough. */
const IMPATIENCE = 1.5;

/**
 * The bytes that all caches together may believe to hold after a major collection, which has shown what is live: what they hold,
 * and for each memory the room up to its aim that others are not expected to need, of which the scarcest counts. Growth assumes that a believed byte takes rather more
 * than it does, shrinking rather less; `misses` is how many times in a row shrinking was not enough.
 */
export function planBudget(believedBytes: number, demands: readonly MemoryDemand[], misses: number): number {
  const changes = demands.map(({ aim, limitBytes, usedBytes, comingBytes, ratio }) => {
    const room = aim * limitBytes - usedBytes - comingBytes;
    return room >= 0 ? room / ratio.high : (room / ratio.low) * IMPATIENCE ** misses;
  });
  return Math.max(0, believedBytes + Math.min(...changes));
}

/**
 * The bytes that caches may grow by whatever else is true: there is room for them even if nothing that is in use were garbage.
 * 0 where any memory is filled to its aim.
 */
export function certainRoom(demands: readonly MemoryDemand[]): number {
  const rooms = demands.map(
    ({ aim, limitBytes, occupiedBytes, comingBytes, ratio }) =>
      (aim * limitBytes - occupiedBytes - comingBytes) / ratio.high,
  );
  return Math.max(0, Math.min(...rooms));
}
