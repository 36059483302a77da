import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { defaultBudgetBytes } from '../../pressure/default-budget.js';
import { megabytes } from '../../pressure/megabytes.js';
import { processLimitBytes } from '../../pressure/sensing/process-limit.js';
import type { CacheMemory } from '../../standalone/cache-memory.js';

/** The bounds of every region, and where that of the default region comes from, as one line. */
export function describeBounds(cacheMemory: CacheMemory): string {
  const chosen = defaultBudgetBytes(cacheMemory.memory.limitBytes ?? processLimitBytes());
  const bounds = cacheMemory.regions().map((cache) => {
    const isChosen = cache.region === cacheMemory.defaultRegion && cache.stats().maxBytes === chosen;
    return `${cache.region} ${boundsOf(cache)}${isChosen ? ' (chosen by the memory limit, since no bound was given)' : ''}`;
  });
  return `Cache limits: ${bounds.join('; ')}`;
}

function boundsOf(cache: MethodInstanceCache): string {
  const { maxEntries, maxBytes } = cache.stats();
  const bounds = [
    ...(maxEntries === undefined ? [] : [`${maxEntries} entries`]),
    ...(maxBytes === undefined ? [] : [megabytes(maxBytes)]),
  ];
  return bounds.join(' and ');
}
