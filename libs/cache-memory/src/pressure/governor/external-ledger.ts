import type { MemorySample } from '../sensing/memory-sample.js';
import { GrowthRatio } from './growth-ratio.js';

/** How long after a collection V8 may still be freeing what is outside the heap: the longer, the larger the heap, up to the most. */
const LEAST_FREED_MS = 50;
const FREED_MS_A_MEGABYTE = 2.5;
const MOST_FREED_MS = 500;
const MB = 2 ** 20;

interface Seen {
  readonly externalBytes: number;
  readonly believedBytes: number;
}

/**
 * Keeps what is known of live memory outside the heap. V8 frees it beside the application, up to half a second after the
 * collection that found it dead; so the least that was seen in that time is what is live.
 */
export class ExternalLedger {
  readonly ratio: GrowthRatio = new GrowthRatio();
  #live: Seen | undefined;
  #falling: (Seen & { readonly sinceMs: number }) | undefined;

  /** Bytes that were live when this was last known. */
  get liveBytes(): number {
    return this.#live?.externalBytes ?? 0;
  }

  /** Bytes that the caches believed to hold then. */
  get believedBytes(): number {
    return this.#live?.believedBytes ?? 0;
  }

  /** Takes a look; answers whether it is known anew what is live. */
  observe(sample: MemorySample, believedBytes: number, isCollected: boolean): boolean {
    const { atMs, externalBytes, heapLimitBytes } = sample;
    const seen = { externalBytes, believedBytes };
    if (!this.#live || externalBytes < this.#live.externalBytes) this.#live = seen;
    if (isCollected) this.#falling ??= { ...seen, sinceMs: atMs };
    if (!this.#falling) return false;
    const { sinceMs } = this.#falling;
    if (externalBytes < this.#falling.externalBytes) this.#falling = { ...seen, sinceMs };
    if (atMs - sinceMs < freedMs(sample)) return false;
    this.#live = this.#falling;
    this.#falling = undefined;
    this.ratio.observe(
      { liveBytes: this.#live.externalBytes, believedBytes: this.#live.believedBytes },
      heapLimitBytes,
    );
    return true;
  }
}

function freedMs({ oldGenerationUsedBytes }: MemorySample): number {
  return Math.min(MOST_FREED_MS, LEAST_FREED_MS + (FREED_MS_A_MEGABYTE * oldGenerationUsedBytes) / MB);
}
