import { policyNames } from '../support/policy-names.mjs';

/**
 * Caches to fill: `open(count, ttlMs)` answers one that has room for so many entries, with `set(key, value)` and `get(key)`.
 * `ttlMs` is `undefined` in the first column of the table. Each loads its own library alone.
 */
export const contestants = [
  { name: 'Map', open: async () => new Map(), withoutTtl: true },
  { name: 'lru-cache', open: openLruCache },
  { name: 'mnemonist', open: openMnemonist, withoutTtl: true },
  { name: 'transitory', open: openTransitory },
  { name: 'ttlcache', open: openTtlCache },
  { name: 'cacheable', open: openCacheable },
  { name: 'bentocache', open: openBentocache },
  ...policyNames.map((policy) => ({
    name: `ours/${policy}`,
    open: (count, ttlMs) => openOurs(policy, count, ttlMs),
  })),
];

async function openOurs(policy, count, ttlMs) {
  const { MethodInstanceCache } = await import('nestjs-cache-memory/engine');
  return new MethodInstanceCache({ maxEntries: count, policy, ...(ttlMs && { ttl: ttlMs }) });
}

async function openLruCache(count, ttlMs) {
  const { LRUCache } = await import('lru-cache');
  return new LRUCache({ max: count, ...(ttlMs && { ttl: ttlMs }) });
}

async function openMnemonist(count) {
  const { LRUMapWithDelete } = await import('mnemonist');
  return new LRUMapWithDelete(count);
}

async function openTransitory(count, ttlMs) {
  const { newCache } = await import('transitory');
  const builder = newCache().maxSize(count);
  const cache = (ttlMs ? builder.expireAfterWrite(ttlMs) : builder).build();
  return { set: (key, value) => cache.set(key, value), get: (key) => cache.getIfPresent(key) };
}

async function openTtlCache(count, ttlMs) {
  const { TTLCache } = await import('@isaacs/ttlcache');
  return new TTLCache({ max: count, ttl: ttlMs ?? Infinity });
}

/** Takes texts for keys only. */
async function openCacheable(count, ttlMs) {
  const { CacheableMemory } = await import('cacheable');
  const cache = new CacheableMemory({
    lruSize: count,
    useClone: false,
    checkInterval: 0,
    ...(ttlMs && { ttl: ttlMs }),
  });
  return { set: (key, value) => cache.set(String(key), value), get: (key) => cache.get(String(key)) };
}

/** Takes texts for keys only. */
async function openBentocache(count, ttlMs) {
  const { BentoCache, bentostore } = await import('bentocache');
  const { memoryDriver } = await import('bentocache/drivers/memory');
  const store = bentostore().useL1Layer(memoryDriver({ maxItems: count, serialize: false }));
  const cache = new BentoCache({ default: 'memory', stores: { memory: store }, ...(ttlMs && { ttl: ttlMs }) });
  return {
    set: (key, value) => cache.set({ key: String(key), value }),
    get: (key) => cache.get({ key: String(key) }),
  };
}
