/** Sends all requests of a workload to a cache: the share of the cost that hits saved, and how far the cache went beyond its capacity. */
export function replay({ keys, costs }, cache, capacity) {
  let saved = 0;
  let total = 0;
  let most = 0;
  for (const key of keys) {
    total += costs[key];
    if (cache.access(key)) saved += costs[key];
    else most = Math.max(most, cache.held());
  }
  return { ratio: saved / total, beyond: Math.max(0, most / capacity - 1) };
}
