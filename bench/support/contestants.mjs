import { TTLCache } from '@isaacs/ttlcache';
import { createCache as createAsyncCache } from 'async-cache-dedupe';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { createCache as createCacheManager } from 'cache-manager';
import { Cacheable, CacheableMemory, createKeyv } from 'cacheable';
import { LRUCache } from 'lru-cache';
import { LRUMapWithDelete } from 'mnemonist';
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import QuickLRU from 'quick-lru';
import { newCache } from 'transitory';
import { policyNames } from './policy-names.mjs';

const ours = (policy) => ({
  name: `ours, ${policy}`,
  create: ({ capacity, ttlMs }) =>
    new MethodInstanceCache({ maxEntries: capacity, policy, ...(ttlMs && { ttl: ttlMs }) }),
});

/** The look-up of transitory has a longer name. */
class Transitory {
  constructor(capacity) {
    this.cache = newCache().maxSize(capacity).build();
  }
  get(key) {
    return this.cache.getIfPresent(key);
  }
  set(key, value) {
    this.cache.set(key, value);
  }
}

/** Caches with `get(key)` and `set(key, value)`, bounded by entries. A bare `Map` is the physical limit: it bounds nothing. */
export const synchronous = [
  { name: 'lru-cache', create: ({ capacity, ttlMs }) => new LRUCache({ max: capacity, ...(ttlMs && { ttl: ttlMs }) }) },
  ...policyNames.map(ours),
  { name: 'mnemonist', create: ({ capacity }) => new LRUMapWithDelete(capacity), withoutTtl: true },
  { name: 'transitory', create: ({ capacity }) => new Transitory(capacity), withoutTtl: true },
  {
    name: 'quick-lru',
    create: ({ capacity, ttlMs }) => new QuickLRU({ maxSize: capacity, ...(ttlMs && { maxAge: ttlMs }) }),
  },
  {
    name: 'ttlcache',
    create: ({ capacity, ttlMs }) => new TTLCache({ max: capacity, ttl: ttlMs ?? Infinity }),
  },
  {
    name: 'cacheable',
    create: ({ capacity, ttlMs }) =>
      new CacheableMemory({ lruSize: capacity, useClone: false, checkInterval: 0, ...(ttlMs && { ttl: ttlMs }) }),
    isSlow: true,
  },
  { name: 'Map', create: () => new Map(), withoutTtl: true, isUnbounded: true },
];

/** Caches with `getOrCreate(key)`, asynchronous, on a key that is there. */
export const asynchronous = [
  {
    name: 'lru-cache',
    create: ({ capacity }) => {
      const cache = new LRUCache({ max: capacity, fetchMethod: (key) => key });
      return { fill: (key) => cache.set(key, key), load: (key) => cache.fetch(key) };
    },
  },
  ...policyNames.map((policy) => ({
    name: `ours, ${policy}`,
    create: ({ capacity }) => {
      const cache = new MethodInstanceCache({ maxEntries: capacity, policy });
      const loader = ({ key }) => key;
      return { fill: (key) => cache.set(key, key), load: (key) => cache.getOrCreate(key, loader) };
    },
  })),
  {
    name: 'async-cache-dedupe',
    create: ({ capacity }) => {
      const cache = createAsyncCache({ ttl: 3_600, storage: { type: 'memory', options: { size: capacity } } });
      cache.define('value', (key) => key);
      return { fill: (key) => cache.value(key), load: (key) => cache.value(key) };
    },
  },
  {
    name: 'cache-manager',
    create: () => {
      const cache = createCacheManager();
      return { fill: (key) => cache.set(String(key), key), load: (key) => cache.wrap(String(key), () => key) };
    },
  },
  {
    name: 'cacheable',
    create: ({ capacity }) => {
      const cache = new Cacheable({ primary: createKeyv({ lruSize: capacity, useClone: false, checkInterval: 0 }) });
      return {
        fill: (key) => cache.set(String(key), key),
        load: (key) => cache.getOrSet(String(key), async () => key),
      };
    },
    isSlow: true,
  },
  {
    name: 'bentocache',
    create: ({ capacity }) => {
      const store = bentostore().useL1Layer(memoryDriver({ maxItems: capacity, serialize: false }));
      const cache = new BentoCache({ default: 'memory', stores: { memory: store } });
      return {
        fill: (key) => cache.set({ key: String(key), value: key }),
        load: (key) => cache.getOrSet({ key: String(key), factory: () => key }),
      };
    },
    isSlow: true,
  },
  {
    name: 'Map',
    create: () => {
      const cache = new Map();
      return { fill: (key) => cache.set(key, key), load: (key) => Promise.resolve(cache.get(key)) };
    },
  },
];
