import type { CollectionScope } from '../collection-scope.js';
import type { MemoryDemand } from './memory-demand.js';

/**
 * Garbage is collected on V8's behalf where a memory that V8 does not watch is filled this far, and this much of it is garbage: less
 * where the heap is so small that searching it takes a few milliseconds, as where Buffers are cached.
 */
const FILLED = 0.82;
const GARBAGE = 0.08;
const GARBAGE_OF_SMALL_HEAP = 0.02;
/** From this share on a memory that rises costs the caches more than a collection would: the rest is as long as one. */
const RISKY = 0.86;
/** From this share on all that V8 would give back is wanted, and there is ever less rest between two collections. */
const NEARLY_FULL = 0.9;
/** Pages are asked for where they are this much of it. */
const PAGES = 0.08;
const SMALL_HEAP_BYTES = 32 * 2 ** 20;
/** How many times as long as the next collection is expected to take the application runs before it. */
const REST = 4;
/** What a collection goes through besides what lives, as if so much more lived. */
const BESIDES_BYTES = 16 * 2 ** 20;
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

/** A forced collection that has ended. */
export interface EndedCollection {
  readonly scope: CollectionScope;
  readonly endedAtMs: number;
  readonly tookMs: number;
  /** Bytes that lived in the heap. */
  readonly liveBytes: number;
}

/** Says when forcing a collection decides something, and not too often. */
export class CollectionPace {
  readonly #endedAtMs = { garbage: -Infinity, pages: -Infinity };
  readonly #last: Record<CollectionScope, Pick<EndedCollection, 'tookMs' | 'liveBytes'>> = {
    garbage: { tookMs: 0, liveBytes: 0 },
    pages: { tookMs: 0, liveBytes: 0 },
  };
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
    if (elapsedMs === Infinity || atMs - this.#endedAtMs.garbage < this.#last.garbage.tookMs) return false;
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
      if (arePages && this.#hasRested('pages', demand, heap, nowMs)) return 'pages';
      if (isGarbage && this.#hasRested('garbage', demand, heap, nowMs)) return 'garbage';
    }
    return undefined;
  }

  /** Whether V8 keeps so much of a memory that a collection might get it back, were the memory full. */
  mayGetPages(demands: readonly MemoryDemand[]): boolean {
    return demands.some(({ reserveBytes, limitBytes }) => reserveBytes > PAGES * limitBytes);
  }

  /** Whether a collection may confirm that pressure is critical. */
  mayConfirm(nowMs: number): boolean {
    return nowMs - this.#endedAtMs.garbage >= Math.max(CONFIRMATION_REST_MS, REST * this.#last.garbage.tookMs);
  }

  /** Notes a collection that ended. One that gave pages back has collected garbage too. */
  note({ scope, endedAtMs, tookMs, liveBytes }: EndedCollection): void {
    this.#endedAtMs.garbage = endedAtMs;
    this.#endedAtMs[scope] = endedAtMs;
    this.#last[scope] = { tookMs, liveBytes };
  }

  #hasRested(
    scope: CollectionScope,
    { occupiedBytes, limitBytes }: MemoryDemand,
    heap: MemoryDemand | undefined,
    nowMs: number,
  ): boolean {
    const share = occupiedBytes / limitBytes;
    const beyond = (share - NEARLY_FULL) / (FULL - NEARLY_FULL);
    const times = scope === 'garbage' && share > RISKY ? 1 : REST;
    const restMs = times * this.#expectedMs(scope, heap);
    return nowMs - this.#endedAtMs[scope] >= (beyond > 0 ? (1 - beyond) * restMs : Math.max(LEAST_REST_MS, restMs));
  }

  /** How long the next collection will take: as long as the last one, less where less lives in the heap now. */
  #expectedMs(scope: CollectionScope, heap: MemoryDemand | undefined): number {
    const { tookMs, liveBytes } = this.#last[scope];
    if (!heap) return tookMs;
    return tookMs * Math.min(1, (heap.usedBytes + BESIDES_BYTES) / (liveBytes + BESIDES_BYTES));
  }
}
