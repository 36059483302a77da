import type { CollectionScope } from '../collection-scope.js';
import type { MemorySample } from '../sensing/memory-sample.js';
import { ExternalLedger } from './external-ledger.js';
import type { LiveMemory } from './live-memory.js';
import { GrowthRatio } from './growth-ratio.js';
import { HeapReserve } from './heap-reserve.js';
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
  readonly #reserve = new HeapReserve();
  #youngBytes = 0;

  /**
   * Takes a look, and what the caches believe to hold; answers whether it taught anything new of what is live. `forced`
   * is the collection that was forced just now, so that all that is left in the heap is live.
   */
  observe(sample: MemorySample, believedBytes: number, forced?: CollectionScope): boolean {
    const isFirst = this.#collections === undefined;
    const isCollected = forced !== undefined || sample.majorCollections !== (this.#collections ?? 0);
    this.#collections = sample.majorCollections;
    const ratio = this.#heap.expected + this.#external.ratio.expected;
    this.#rest.observe(sample, ratio * believedBytes, isCollected);
    this.#youngBytes = sample.youngGenerationBytes;
    const usedBytes = sample.oldGenerationUsedBytes;
    const besidesBytes = countedBytes(sample) - usedBytes - sample.externalBytes - this.#youngBytes;
    this.#reserve.observe({ besidesBytes, usedBytes }, forced === 'pages');
    const isSettled = this.#external.observe(sample, believedBytes, isCollected);
    if (!isCollected && !isFirst) return isSettled;
    const liveBytes = (forced ? undefined : sample.liveHeapBytes) ?? sample.oldGenerationUsedBytes;
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
      leastRestBytes: this.#reserve.leastBytes + this.#youngBytes,
      heapReserveBytes: this.#reserve.bytes,
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

function countedBytes({ containerWorkingSetBytes, rssBytes }: MemorySample): number {
  return containerWorkingSetBytes ?? rssBytes;
}
