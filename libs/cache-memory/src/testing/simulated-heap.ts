import type { MajorCollection } from '../pressure/sensing/major-collection.js';
import type { MemorySample } from '../pressure/sensing/memory-sample.js';
import type { MemorySensor } from '../pressure/sensing/memory-sensor.js';

const AT_FIRST = 0.25;

/** A heap without garbage: all that is used is live, and each change of it is seen at once, as after a major collection. */
export class SimulatedHeap implements MemorySensor {
  readonly lastCollection: MajorCollection | undefined = undefined;
  #usedBytes: number;
  #collections = 0;

  /** `now` is a monotonic clock in milliseconds. */
  constructor(
    private readonly limitBytes: number,
    private readonly now: () => number,
  ) {
    this.#usedBytes = Math.floor(limitBytes * AT_FIRST);
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Fills or empties it to so many bytes. */
  use(bytes: number): void {
    this.#usedBytes = bytes;
    this.#collections++;
  }

  /** Makes a major collection, which frees nothing; answers the 0 milliseconds that it took. */
  collect(): number {
    this.#collections++;
    return 0;
  }

  inUseBytes(): number {
    return this.#usedBytes;
  }

  sample(): MemorySample {
    const used = this.#usedBytes;
    return Object.freeze({
      atMs: this.now(),
      heapUsedBytes: used,
      oldGenerationUsedBytes: used,
      youngGenerationBytes: 0,
      heapLimitBytes: this.limitBytes,
      externalBytes: 0,
      arrayBufferBytes: 0,
      rssBytes: used,
      containerLimitBytes: undefined,
      containerUsageBytes: undefined,
      containerWorkingSetBytes: undefined,
      stallShare: undefined,
      liveHeapBytes: used,
      majorCollections: this.#collections,
      unreadable: [],
    });
  }

  close(): void {}
}
