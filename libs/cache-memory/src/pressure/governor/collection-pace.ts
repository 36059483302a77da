import type { MemoryDemand } from './memory-demand.js';

/**
 * Garbage is collected on V8's behalf where a memory that V8 does not watch is filled this far, and this much of it is garbage: less
 * where the heap is so small that searching it takes a few milliseconds, as where Buffers are cached.
 */
const FILLED = 0.82;
const GARBAGE = 0.08;
const GARBAGE_OF_SMALL_HEAP = 0.02;
const SMALL_HEAP_BYTES = 32 * 2 ** 20;
/** From this share on there is no more rest between two collections than the last one took. */
const NEARLY_FULL = 0.9;
/** How many times as long as the last collection took the application runs before the next. */
const REST = 4;
const LEAST_REST_MS = 100;
/** The rest after a collection that was to confirm critical pressure. */
const CONFIRMATION_REST_MS = 1_000;

/** From this share of a container's limit on growth is watched; it is urgent to know what is live where it would reach the other one this soon. */
const WATCHED = 0.85;
const FULL = 0.98;
const SOON_MS = 500;
/** At least this share of the limit has to be what may be garbage. */
const WORTH_LOOKING = 0.04;
/** Growth is measured over no less than this time. */
const MEASURED_MS = 40;
/** Above this share a memory is too full to wait for V8's next collection. */
const TOO_FULL = 0.88;

/** Says when forcing a collection decides something, and not too often. */
export class CollectionPace {
  #endedAtMs = -Infinity;
  #tookMs = 0;
  #from: { readonly atMs: number; readonly collections: number; readonly bytes: readonly number[] } | undefined;

  /**
   * Whether a memory that V8 does not collect for in time fills so fast that its next collection might come too late. To be asked at each
   * look, since it measures growth.
   */
  isUrgent(demands: readonly MemoryDemand[], atMs: number, collections: number): boolean {
    const from = this.#from;
    const elapsedMs = from?.collections === collections ? atMs - from.atMs : Infinity; // growth ends with a collection
    if (elapsedMs < MEASURED_MS) return false;
    this.#from = { atMs, collections, bytes: demands.map(({ occupiedBytes }) => occupiedBytes) };
    if (elapsedMs === Infinity || atMs - this.#endedAtMs < this.#tookMs) return false;
    return demands.some(({ occupiedBytes, garbageBytes, limitBytes, isCollectedInTime }, index) => {
      if (isCollectedInTime || garbageBytes < WORTH_LOOKING * limitBytes) return false;
      const grown = occupiedBytes - (from?.bytes[index] ?? occupiedBytes);
      const expected = occupiedBytes + (grown / elapsedMs) * SOON_MS;
      return grown > 0 && occupiedBytes > WATCHED * limitBytes && expected > FULL * limitBytes;
    });
  }

  /** Whether what was found live right after a collection is so much that what was taken since has to be collected at once. */
  isTooFull(demands: readonly MemoryDemand[]): boolean {
    return demands.some(({ usedBytes, limitBytes }) => usedBytes > TOO_FULL * limitBytes);
  }

  /**
   * Whether a memory that V8 does not collect for in time is full of what may be garbage. `takenBytes` is what pressure took from
   * the caches just now: there it is free only once it is collected.
   */
  isWorthwhile(demands: readonly MemoryDemand[], takenBytes: number, nowMs: number): boolean {
    const isSmallHeap = demands.every((demand) => !demand.isCollectedInTime || demand.occupiedBytes < SMALL_HEAP_BYTES);
    const enough = isSmallHeap ? GARBAGE_OF_SMALL_HEAP : GARBAGE;
    return demands.some(({ isCollectedInTime, occupiedBytes, garbageBytes, limitBytes, ratio }) => {
      const rest =
        occupiedBytes > NEARLY_FULL * limitBytes ? this.#tookMs : Math.max(LEAST_REST_MS, REST * this.#tookMs);
      if (isCollectedInTime || nowMs - this.#endedAtMs < rest) return false;
      const garbage = garbageBytes + takenBytes * ratio.expected;
      return occupiedBytes > FILLED * limitBytes && garbage > enough * limitBytes;
    });
  }

  /** Whether a collection may confirm that pressure is critical. */
  mayConfirm(nowMs: number): boolean {
    return nowMs - this.#endedAtMs >= Math.max(CONFIRMATION_REST_MS, REST * this.#tookMs);
  }

  /** Notes a collection that ended. */
  note(endedAtMs: number, tookMs: number): void {
    this.#endedAtMs = endedAtMs;
    this.#tookMs = tookMs;
  }
}
