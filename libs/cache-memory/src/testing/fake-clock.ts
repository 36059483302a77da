import type { Clock } from '../engine/time/clock.js';
import { type Duration, parseDuration } from '../engine/options/duration.js';

/** A clock that moves only when told to, in milliseconds. */
export class FakeClock implements Clock {
  #now: number;

  /** `now` is its first reading. */
  constructor(now = 1_000) {
    this.#now = now;
  }

  /** The reading, in milliseconds; the same until `advance`. */
  now(): number {
    return this.#now;
  }

  /** Lets so much time pass, milliseconds or `'30s'`; answers the new reading. Throws `INVALID_OPTION`. */
  advance(time: Duration): number {
    this.#now += time === 0 ? 0 : parseDuration(time, 'advance');
    return this.#now;
  }
}
