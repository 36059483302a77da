import type { MemorySample } from '../sensing/memory-sample.js';
import { ExternalLedger } from './external-ledger.js';
import type { LiveMemory } from './estimate-demands.js';
import { GrowthRatio } from './growth-ratio.js';
import { OthersLedger } from './others-ledger.js';
import { RestLedger } from './rest-ledger.js';

/** Keeps what is known of live memory: what the last major collection showed, and the ratios that all of them taught. */
export class LiveLedger {
  readonly #heap = new GrowthRatio();
  readonly #external = new ExternalLedger();
  #collections: number | undefined;
  #liveHeapBytes = 0;
  #believedBytes = 0;
  readonly #others = new OthersLedger();
  readonly #rest = new RestLedger();

  /**
   * Takes a look, and what the caches believe to hold; answers whether it taught anything new of what is live. `wasCollected` says
   * that a collection was forced just now, so that all that is left in the heap is live.
   */
  observe(sample: MemorySample, believedBytes: number, wasCollected: boolean): boolean {
    const isFirst = this.#collections === undefined;
    const isCollected = wasCollected || sample.majorCollections !== (this.#collections ?? 0);
    this.#collections = sample.majorCollections;
    const ratio = this.#heap.expected + this.#external.ratio.expected;
    this.#rest.observe(sample, ratio * believedBytes, isCollected);
    const isSettled = this.#external.observe(sample, believedBytes, isCollected);
    if (!isCollected && !isFirst) return isSettled;
    const liveBytes = (wasCollected ? undefined : sample.liveHeapBytes) ?? sample.oldGenerationUsedBytes;
    if (isCollected) {
      this.#heap.observe({ liveBytes, believedBytes }, sample.heapLimitBytes);
      if (!isFirst) this.#others.observe(this.#unexplained(liveBytes, believedBytes), sample.heapLimitBytes);
    }
    this.#liveHeapBytes = liveBytes;
    this.#believedBytes = believedBytes;
    return true;
  }

  /** What is known now. */
  get live(): LiveMemory {
    return {
      liveHeapBytes: this.#liveHeapBytes - this.#others.floatingBytes,
      believedBytes: this.#believedBytes,
      heap: this.#heap,
      liveExternalBytes: this.#external.liveBytes,
      believedExternalBytes: this.#external.believedBytes,
      external: this.#external.ratio,
      restBytes: this.#rest.bytes,
      isRising: this.#rest.hasRisen,
      fragmentedBytes: this.#rest.fragmentedBytes,
      comingBytes: this.#others.comingBytes,
    };
  }

  /** What live memory grew by since the last collection that the caches do not explain. */
  #unexplained(liveBytes: number, believedBytes: number): number {
    const byCaches = this.#heap.expected * (believedBytes - this.#believedBytes);
    return liveBytes - this.#liveHeapBytes - byCaches;
  }
}
