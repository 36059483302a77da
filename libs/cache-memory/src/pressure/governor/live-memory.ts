import type { RatioGuess } from './memory-demand.js';

/** What the last major collection showed, and what a believed byte takes of the heap and outside it. */
export interface LiveMemory {
  /** Bytes live in the old generation then, without what is taken for garbage that it missed. */
  readonly liveHeapBytes: number;
  /** Bytes that the caches believed to hold then. */
  readonly believedBytes: number;
  readonly heap: RatioGuess;
  /** Bytes live outside the heap when this was last known, which is some time after a collection. */
  readonly liveExternalBytes: number;
  /** Bytes that the caches believed to hold at that time. */
  readonly believedExternalBytes: number;
  readonly external: RatioGuess;
  /** Bytes that the container counts besides heap and external memory: code, stacks, the young generation. */
  readonly restBytes: number;
  /** Whether the container's working set has risen by now. */
  readonly isRising: boolean;
  /** Bytes of that rest which an allocator keeps in pieces that do not serve the caches. */
  readonly fragmentedBytes: number;
  /** What the container's rest is at the least. */
  readonly leastRestBytes: number;
  /** What of the container's rest is V8's reserve, at the most. */
  readonly heapReserveBytes: number;
  /** Bytes that others than the caches are expected to need more of the heap at the next collection. */
  readonly comingBytes: number;
}
