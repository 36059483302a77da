import type { Strain } from './collection-strain.js';

/**
 * The aim while collections follow one another closely, by how many in a row were of no use: V8 counts one as such from 0.8 on, and ends
 * the process at the fourth, so the first is taken lightly.
 */
const BUSY_AIMS = [0.795, 0.785, 0.76, 0.73];
const LEAST = 0.7;

/**
 * The share of the old generation that caches may fill. `ceiling` as long as V8 collects seldom; less while it collects much, since
 * there each share more costs much time; and less with each collection that V8 counts as of no use, since the fourth ends the process.
 */
export function aimForHeap(ceiling: number, { isBusy, uselessInARow }: Strain): number {
  return isBusy ? Math.min(ceiling, BUSY_AIMS[uselessInARow] ?? LEAST) : ceiling;
}
