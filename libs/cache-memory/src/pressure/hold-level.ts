import { PRESSURE_LEVELS, type PressureLevel } from './pressure-level.js';

/** A level, and since when usage has been low enough to leave it. */
export interface HeldLevel {
  readonly level: PressureLevel;
  readonly calmSince: Moment | undefined;
}

/** A point in time, by the clock and by the major collections so far. */
export interface Moment {
  readonly atMs: number;
  readonly majorCollections: number;
}

/** How long usage stays low before a level is left: that many major collections, or that long where there are none. */
const CALM_COLLECTIONS = 2;
const CALM_MS = 5_000;

/**
 * The level after one more look: a higher one is taken at once, a lower one once it has lasted for two major collections or five
 * seconds, since memory that was just given back comes and goes.
 */
export function holdLevel(held: HeldLevel, found: PressureLevel, now: Moment): HeldLevel {
  if (PRESSURE_LEVELS.indexOf(found) >= PRESSURE_LEVELS.indexOf(held.level))
    return { level: found, calmSince: undefined };
  const calmSince = held.calmSince ?? now;
  const isOver =
    now.majorCollections - calmSince.majorCollections >= CALM_COLLECTIONS || now.atMs - calmSince.atMs >= CALM_MS;
  return isOver ? { level: found, calmSince: undefined } : { level: held.level, calmSince };
}
