import { LRUCache } from 'lru-cache';

/** lru-cache behind the port of the bench. */
export function throughLruCache(options) {
  const cache = new LRUCache(options);
  return {
    get: (key) => cache.get(key),
    set: (key, value) => cache.set(key, value),
    size: () => cache.size,
    believedBytes: () => cache.calculatedSize,
  };
}
