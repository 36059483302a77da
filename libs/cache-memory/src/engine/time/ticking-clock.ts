import type { Clock } from './clock.js';

/** The engine's own port of time: a cheap reading, an exact one, and a moment soon when the event loop has turned. */
export interface TickingClock extends Clock {
  /** The time as it was at the last tick or a little later. */
  now(): number;
  /** The time as it is. */
  exact(): number;
  /** Has work done at the next tick, once. */
  atTick(work: () => void): void;
}
