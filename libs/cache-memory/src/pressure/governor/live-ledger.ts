import type { MemorySample } from '../sensing/memory-sample.js';
import type { LiveMemory } from './estimate-demands.js';
import { GrowthRatio } from './growth-ratio.js';

/** How quickly the rest of a container's memory is believed to grow, at each look; it falls at once. */
const REST_GROWTH = 0.005;

/** Keeps what is known of live memory: what the last major collection showed, and the ratios that all of them taught. */
export class LiveLedger {
  readonly #heap = new GrowthRatio();
  readonly #external = new GrowthRatio();
  #collections: number | undefined;
  #liveHeapBytes = 0;
  #liveExternalBytes = 0;
  #believedBytes = 0;
  #restBytes: number | undefined;

  /**
   * Takes a look, and what the caches believe to hold; answers whether there was a major collection since the last one.
   * `wasCollected` says that one was forced just now, so that all that is left is live.
   */
  observe(sample: MemorySample, believedBytes: number, wasCollected: boolean): boolean {
    this.#noteRest(sample);
    const isFirst = this.#collections === undefined;
    const isNew = wasCollected || sample.majorCollections !== (this.#collections ?? 0);
    this.#collections = sample.majorCollections;
    if (!isNew && !isFirst) {
      this.#liveExternalBytes = Math.min(this.#liveExternalBytes, sample.externalBytes); // V8 frees it some time after
      return false;
    }
    const live = wasCollected ? undefined : sample.liveHeapBytes;
    this.#liveHeapBytes = live ?? sample.oldGenerationUsedBytes;
    this.#liveExternalBytes = sample.externalBytes;
    this.#believedBytes = believedBytes;
    if (isNew) this.#learn(sample);
    return true;
  }

  /** What is known now. */
  get live(): LiveMemory {
    return {
      liveHeapBytes: this.#liveHeapBytes,
      liveExternalBytes: this.#liveExternalBytes,
      believedBytes: this.#believedBytes,
      heap: this.#heap,
      external: this.#external,
      restBytes: this.#restBytes ?? 0,
    };
  }

  #learn({ heapLimitBytes, externalBytes }: MemorySample): void {
    const believedBytes = this.#believedBytes;
    this.#heap.observe({ liveBytes: this.#liveHeapBytes, believedBytes }, heapLimitBytes);
    this.#external.observe({ liveBytes: externalBytes, believedBytes }, heapLimitBytes);
  }

  #noteRest({ containerWorkingSetBytes, rssBytes, oldGenerationUsedBytes, externalBytes }: MemorySample): void {
    const rest = Math.max(0, (containerWorkingSetBytes ?? rssBytes) - oldGenerationUsedBytes - externalBytes);
    const before = this.#restBytes ?? rest;
    this.#restBytes = rest < before ? rest : before + (rest - before) * REST_GROWTH;
  }
}
