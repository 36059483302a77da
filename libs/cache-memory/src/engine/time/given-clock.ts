import type { Clock } from './clock.js';
import type { TickingClock } from './ticking-clock.js';

/** A clock of the user's own, for which every reading is exact and every moment is a tick. */
export class GivenClock implements TickingClock {
  constructor(private readonly clock: Clock) {}

  now(): number {
    return this.clock.now();
  }

  exact(): number {
    return this.clock.now();
  }

  atTick(work: () => void): void {
    work();
  }
}
