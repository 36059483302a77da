import type { MemorySample } from '../sensing/memory-sample.js';
import { ExternalLedger } from './external-ledger.js';
import type { LiveMemory } from './estimate-demands.js';
import { GrowthRatio } from './growth-ratio.js';

/** How quickly the rest of a container's memory is believed to grow, at each look; it falls at once. */
const REST_GROWTH = 0.005;

/** Keeps what is known of live memory: what the last major collection showed, and the ratios that all of them taught. */
export class LiveLedger {
  readonly #heap = new GrowthRatio();
  readonly #external = new ExternalLedger();
  #collections: number | undefined;
  #liveHeapBytes = 0;
  #believedBytes = 0;
  #restBytes: number | undefined;

  /**
   * Takes a look, and what the caches believe to hold; answers whether it taught anything new of what is live. `wasCollected` says
   * that a collection was forced just now, so that all that is left in the heap is live.
   */
  observe(sample: MemorySample, believedBytes: number, wasCollected: boolean): boolean {
    this.#noteRest(sample);
    const isFirst = this.#collections === undefined;
    const isCollected = wasCollected || sample.majorCollections !== (this.#collections ?? 0);
    this.#collections = sample.majorCollections;
    const isSettled = this.#external.observe(sample, believedBytes, isCollected);
    if (!isCollected && !isFirst) return isSettled;
    const live = wasCollected ? undefined : sample.liveHeapBytes;
    this.#liveHeapBytes = live ?? sample.oldGenerationUsedBytes;
    this.#believedBytes = believedBytes;
    if (isCollected) this.#heap.observe({ liveBytes: this.#liveHeapBytes, believedBytes }, sample.heapLimitBytes);
    return true;
  }

  /** What is known now. */
  get live(): LiveMemory {
    return {
      liveHeapBytes: this.#liveHeapBytes,
      believedBytes: this.#believedBytes,
      heap: this.#heap,
      liveExternalBytes: this.#external.liveBytes,
      believedExternalBytes: this.#external.believedBytes,
      external: this.#external.ratio,
      restBytes: this.#restBytes ?? 0,
    };
  }

  #noteRest({ containerWorkingSetBytes, rssBytes, oldGenerationUsedBytes, externalBytes }: MemorySample): void {
    const rest = Math.max(0, (containerWorkingSetBytes ?? rssBytes) - oldGenerationUsedBytes - externalBytes);
    const before = this.#restBytes ?? rest;
    this.#restBytes = rest < before ? rest : before + (rest - before) * REST_GROWTH;
  }
}
