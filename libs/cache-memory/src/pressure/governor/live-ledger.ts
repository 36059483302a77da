import type { MemorySample } from '../sensing/memory-sample.js';
import { CollectionStrain } from './collection-strain.js';
import { ExternalLedger } from './external-ledger.js';
import type { LiveMemory } from './estimate-demands.js';
import { GrowthRatio } from './growth-ratio.js';
import { RestLedger } from './rest-ledger.js';

/** The most that others are expected to grow by until the next collection, as a share of the heap's limit. */
const MOST_COMING = 0.05;

/** Keeps what is known of live memory: what the last major collection showed, and the ratios that all of them taught. */
export class LiveLedger {
  readonly #heap = new GrowthRatio();
  readonly #external = new ExternalLedger();
  #collections: number | undefined;
  #liveHeapBytes = 0;
  #believedBytes = 0;
  readonly #rest = new RestLedger();
  readonly #strain = new CollectionStrain();
  /** What the heap grew by between the last two collections that the caches do not explain. */
  #othersGrowth = 0;
  #comingBytes = 0;

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
      this.#strain.note(sample.atMs, liveBytes, sample.heapLimitBytes);
      if (!isFirst) this.#noteOthers(liveBytes, believedBytes, sample.heapLimitBytes);
    }
    this.#liveHeapBytes = liveBytes;
    this.#believedBytes = believedBytes;
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
      restBytes: this.#rest.bytes,
      comingBytes: this.#comingBytes,
      strain: this.#strain,
    };
  }

  #noteOthers(liveBytes: number, believedBytes: number, limitBytes: number): void {
    const byCaches = this.#heap.expected * (believedBytes - this.#believedBytes);
    const growth = liveBytes - this.#liveHeapBytes - byCaches;
    const lasting = Math.min(growth, this.#othersGrowth); // garbage that a collection missed is no growth: it is gone after the next
    this.#othersGrowth = growth;
    this.#comingBytes = Math.min(Math.max(0, lasting), MOST_COMING * limitBytes);
  }
}
