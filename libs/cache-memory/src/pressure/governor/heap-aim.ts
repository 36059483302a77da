import type { Strain } from './collection-strain.js';

/** The aim while collections follow one another closely: below 0.8, where V8 begins to count them as of no use. */
const BUSY_AIM = 0.79;
/** How much lower for each useless collection in a row after the first, and the least. */
const STEP = 0.03;
const LEAST = 0.7;

/**
 * The share of the old generation that caches may fill. `ceiling` as long as V8 collects seldom; less while it collects much, since
 * there each share more costs much time; and less with each collection that V8 counts as of no use, since the fourth ends the process.
 */
export function aimForHeap(ceiling: number, { isBusy, uselessInARow }: Strain): number {
  if (!isBusy) return ceiling;
  const lower = STEP * Math.max(0, uselessInARow - 1);
  return Math.min(ceiling, Math.max(LEAST, BUSY_AIM - lower));
}
