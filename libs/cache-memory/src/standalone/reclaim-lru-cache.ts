import { sizeOf } from '../sizing/size-of.js';
import type { MemoryReclaimer } from '../pressure/memory-reclaimer.js';

/** What is used of an `LRUCache` from `lru-cache` 7 and later. */
export interface LruCacheLike {
  readonly size: number;
  /** The sizes of its entries together; 0 where it does not count them. */
  readonly calculatedSize: number;
  /** Removes the entry that was used longest ago; answers its value. */
  pop(): unknown;
  /** The values, whichever order they are in. */
  values(): Iterable<unknown>;
}

/** Values that are measured to know the size of all. */
const SAMPLE = 16;

/** Puts an `lru-cache` under the governor: entries leave from the one that was used longest ago, and its own `dispose` is called. */
export function reclaimLruCache(name: string, cache: LruCacheLike): MemoryReclaimer {
  return {
    name,
    estimateBytes: () => cache.size * bytesEach(cache),
    reclaim: (bytes) => {
      const each = bytesEach(cache);
      let given = 0;
      for (let left = cache.size; left > 0 && given < bytes; left--) {
        cache.pop();
        given += each;
      }
      return given;
    },
  };
}

function bytesEach(cache: LruCacheLike): number {
  if (cache.size === 0) return 0;
  if (cache.calculatedSize > 0) return cache.calculatedSize / cache.size;
  let bytes = 0;
  let measured = 0;
  for (const value of cache.values()) {
    bytes += sizeOf(value);
    if (++measured === SAMPLE) break;
  }
  return measured === 0 ? 0 : bytes / measured;
}
