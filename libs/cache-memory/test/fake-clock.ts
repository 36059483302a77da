import type { Clock } from '../src/engine/clock.js';

/** A clock that moves only when told to. */
export class FakeClock implements Clock {
  #now: number;

  constructor(now = 1_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Lets time pass; answers the new reading. */
  advance(ms: number): number {
    this.#now += ms;
    return this.#now;
  }
}
