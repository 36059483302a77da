import type { CollectionScope } from '../collection-scope.js';
import type { MemoryDemand } from './memory-demand.js';

/**
 * Garbage is collected on V8's behalf where a memory that V8 does not watch is filled this far, and this much of it is garbage: less
 * where the heap is so small that searching it takes a few milliseconds, as where Buffers are cached.
 */
const FILLED = 0.82;
const GARBAGE = 0.08;
const GARBAGE_OF_SMALL_HEAP = 0.02;
/** From this share on all that V8 would give back is wanted, and there is ever less rest between two collections. */
const NEARLY_FULL = 0.9;
/** Pages are asked for where they are this much of it. */
const PAGES = 0.08;
const SMALL_HEAP_BYTES = 32 * 2 ** 20;
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
  readonly #endedAtMs = { garbage: -Infinity, pages: -Infinity };
  readonly #tookMs = { garbage: 0, pages: 0 };
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
    if (elapsedMs === Infinity || atMs - this.#endedAtMs.garbage < this.#tookMs.garbage) return false;
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
   * What a collection is worthwhile for where a memory is full that V8 does not collect for in time: `garbage` where much may be that, and
   * V8 keeps nothing for the heap to grow into; else `pages`, which come first where the memory is nearly full. `takenBytes` is what
   * pressure took from the caches just now: there it is free only once it is collected.
   */
  due(demands: readonly MemoryDemand[], takenBytes: number, nowMs: number): CollectionScope | undefined {
    const heap = demands.find(({ isCollectedInTime }) => isCollectedInTime);
    const enough = heap && heap.occupiedBytes >= SMALL_HEAP_BYTES ? GARBAGE : GARBAGE_OF_SMALL_HEAP;
    for (const demand of demands) {
      const { isCollectedInTime, occupiedBytes, garbageBytes, limitBytes, ratio } = demand;
      if (isCollectedInTime || occupiedBytes <= FILLED * limitBytes) continue;
      const garbage = garbageBytes + takenBytes * ratio.expected;
      const isNearlyFull = occupiedBytes > NEARLY_FULL * limitBytes;
      const withoutReserve = occupiedBytes - (isNearlyFull ? 0 : demand.reserveBytes);
      const isGarbage = withoutReserve > FILLED * limitBytes && garbage > enough * limitBytes;
      const pageBytes = isNearlyFull ? demand.releasableBytes : demand.countedReserveBytes;
      const arePages = pageBytes > PAGES * limitBytes && (isNearlyFull || !isGarbage);
      if (arePages && this.#hasRested('pages', demand, nowMs)) return 'pages';
      if (isGarbage && this.#hasRested('garbage', demand, nowMs)) return 'garbage';
    }
    return undefined;
  }

  /** Whether V8 keeps so much of a memory that a collection might get it back, were the memory full. */
  mayGetPages(demands: readonly MemoryDemand[]): boolean {
    return demands.some(({ reserveBytes, limitBytes }) => reserveBytes > PAGES * limitBytes);
  }

  /** Whether a collection may confirm that pressure is critical. */
  mayConfirm(nowMs: number): boolean {
    return nowMs - this.#endedAtMs.garbage >= Math.max(CONFIRMATION_REST_MS, REST * this.#tookMs.garbage);
  }

  /** Notes a collection that ended. One that gave pages back has collected garbage too. */
  note(endedAtMs: number, tookMs: number, scope: CollectionScope): void {
    this.#endedAtMs.garbage = endedAtMs;
    this.#endedAtMs[scope] = endedAtMs;
    this.#tookMs[scope] = tookMs;
  }

  #hasRested(scope: CollectionScope, { occupiedBytes, limitBytes }: MemoryDemand, nowMs: number): boolean {
    const tookMs = this.#tookMs[scope];
    const beyond = (occupiedBytes / limitBytes - NEARLY_FULL) / (FULL - NEARLY_FULL);
    const isNearlyFull = scope === 'garbage' && beyond > 0;
    const rest = isNearlyFull ? (1 - beyond) * tookMs : Math.max(LEAST_REST_MS, REST * tookMs);
    return nowMs - this.#endedAtMs[scope] >= rest;
  }
}
