/**
 * Who takes part, each in a file of its own, loaded only in the process that runs it: `load()` answers `{ make(bounds) }`, and
 * `make` a cache or a promise of one: `get(key)`, `set(key, value)`, `size()` and `believedBytes()`, the first two at once
 * or as promises.
 *
 * `bounds`: `limitBytes`, the limit that values of this kind meet first; `firstBytes`, what a first value holds; `weigh(value)`,
 * the library's own size of a value; `sizeFactor`, by how much sizes are to be wrong; `share`, for the static budget;
 * `toldLimitBytes`, a limit that only the bench knows.
 */
export const contestants = [
  { name: 'map', title: 'Map', load: async () => (await import('./map.mjs')).map },
  { name: 'lru-max', title: 'lru-cache, max', load: async () => (await import('./lru-cache-max.mjs')).lruCacheMax },
  {
    name: 'lru-json',
    title: 'lru-cache, maxSize by JSON length',
    load: async () => (await import('./lru-cache-json.mjs')).lruCacheJson,
  },
  {
    name: 'lru-object-sizeof',
    title: 'lru-cache, maxSize by object-sizeof',
    load: async () => (await import('./lru-cache-object-sizeof.mjs')).lruCacheObjectSizeof,
  },
  {
    name: 'nest',
    title: '@nestjs/cache-manager',
    load: async () => (await import('./nest-cache-manager.mjs')).nestCacheManager,
  },
  { name: 'keyv', title: 'Keyv over quick-lru', load: async () => (await import('./keyv-lru.mjs')).keyvLru },
  {
    name: 'static',
    title: 'best static maxSize, tuned by trying',
    load: async () => (await import('./static-budget.mjs')).staticBudget,
    isTuned: true,
  },
  { name: 'ours', title: 'ours', load: async () => (await import('./ours.mjs')).ours, isOurs: true },
  {
    name: 'ours-lru',
    isExtra: true,
    title: 'ours, lru',
    load: async () => (await import('./ours.mjs')).oursLru,
    isOurs: true,
  },
];
