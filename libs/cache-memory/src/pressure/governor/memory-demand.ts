/** One memory as the governor sees it: what is needed of it, how far caches may fill it, and what a byte of theirs takes of it. */
export interface MemoryDemand {
  /** Which memory: `heap`, `container`, `machine` or `configured`. */
  readonly source: string;
  /** Bytes that are needed by estimate: what is live, without garbage and without what allocators keep in reserve. */
  readonly usedBytes: number;
  /** Bytes in use, garbage and reserves included; what is needed is never more. */
  readonly occupiedBytes: number;
  /** Bytes that a collection would free, by estimate. */
  readonly garbageBytes: number;
  /** Bytes of what is occupied that V8 keeps for its heap, which takes them before it takes more. */
  readonly reserveBytes: number;
  /** Bytes that V8 would give back if it were asked to: what it keeps, and garbage of the heap. */
  readonly releasableBytes: number;
  /** The part of what it keeps that counts as needed, since others want it. */
  readonly countedReserveBytes: number;
  readonly limitBytes: number;
  /** Bytes that others than the caches are expected to need besides, before the next collection shows what is live. */
  readonly comingBytes: number;
  /** The share of the limit that caches may fill. */
  readonly aim: number;
  /** Bytes of this memory for one byte that caches believe to hold. */
  readonly ratio: RatioGuess;
  /** Whether V8 collects by itself before this memory is full. */
  readonly isCollectedInTime: boolean;
}

/** A ratio between bytes of a memory and believed bytes: the best guess, and one to each side for caution. */
export interface RatioGuess {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}
