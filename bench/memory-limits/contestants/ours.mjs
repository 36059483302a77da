import { createCacheMemory } from 'nestjs-cache-memory/standalone';

/**
 * The library as it comes: one region, which is allowed more entries than there are keys, under the governor's defaults. Where
 * only the bench knows of a container, the limit is told; where sizes are wrong on purpose, a weigher makes them so.
 */
export const ours = { name: 'ours', make: (bounds) => governed(bounds, {}) };

/** The same with the policy that only looks at recency. */
export const oursLru = { name: 'ours, lru', make: (bounds) => governed(bounds, { policy: 'lru' }) };

function governed({ toldLimitBytes, sizeFactor, weigh }, options) {
  const memory = createCacheMemory({
    ...(toldLimitBytes && { memory: { limit: toldLimitBytes } }),
    regions: [
      {
        region: 'values',
        maxEntries: 10_000_000,
        ...(sizeFactor !== 1 && { weigher: (value) => sizeFactor * weigh(value) }),
        ...options,
      },
    ],
  });
  const cache = memory.region('values');
  return {
    get: (key) => cache.get(key),
    set: (key, value) => cache.set(key, value),
    size: () => cache.size,
    believedBytes: () => cache.weight,
  };
}
