import { warnOfFailures } from '../events/warn-of-failures.js';
import type { TickingClock } from './ticking-clock.js';

/** Milliseconds for which a reading may serve while the event loop turns. */
const TICK_MS = 1;
/** Readings that one look at the process's clock may serve while the event loop does not turn. */
const READINGS = 256;

/**
 * The process's monotonic clock, looked at about once a millisecond: a reading serves until the next tick, or for 256
 * readings within one synchronous stretch. So time stands still for a moment, and a reading costs next to nothing. The tick
 * is one timer for the whole process; it runs only while somebody reads, and never keeps the process alive. Work of a tick that
 * throws, as a cache's does where its own policy throws, ends neither the process nor the work of others.
 */
export class CoarseClock implements TickingClock {
  #now = 0;
  #readingsLeft = 0;
  #armedWith: typeof setTimeout | undefined;
  #work: (() => void)[] = [];
  readonly #warn = warnOfFailures('settling the latest hits of a cache');

  now(): number {
    if (--this.#readingsLeft > 0 && this.#armedWith === globalThis.setTimeout) return this.#now;
    return this.exact();
  }

  exact(): number {
    this.#now = performance.now();
    this.#readingsLeft = READINGS;
    this.#arm();
    return this.#now;
  }

  atTick(work: () => void): void {
    this.#work.push(work);
    this.#arm();
  }

  #arm(): void {
    if (this.#armedWith === globalThis.setTimeout) return; // timers may have been faked or restored meanwhile
    this.#armedWith = globalThis.setTimeout;
    setTimeout(() => this.#tick(), TICK_MS).unref();
  }

  #tick(): void {
    this.#armedWith = undefined;
    this.#readingsLeft = 0;
    const work = this.#work;
    this.#work = [];
    for (const each of work) this.#attempt(each);
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#warn(error);
    }
  }
}

/** The one coarse clock of the process. */
export const coarseClock: CoarseClock = new CoarseClock();
