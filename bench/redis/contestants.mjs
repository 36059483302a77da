// The caches that are measured, each with memory of its own before the same Redis, over the same client.
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { Cacheable, Keyv } from 'cacheable';
import { redisPlace } from 'nestjs-cache-memory/redis';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';
import { jsonCodec } from 'nestjs-cache-memory/tiers';
import { createClient } from 'redis';

const MOST_ENTRIES = 100_000;
const TTL_MS = 3_600_000;

async function connect(url) {
  const client = createClient({ url, disableOfflineQueue: true });
  client.on('error', () => {});
  await client.connect();
  return client;
}

function ours(tier) {
  const memory = createCacheMemory({
    memory: { checkInterval: '1h' },
    regions: [{ region: 'bench', maxEntries: MOST_ENTRIES, ttl: TTL_MS, ...(tier && { tier }) }],
  });
  const cache = memory.region('bench');
  return {
    hit: (key) => cache.get(key),
    read: (key) => cache.getOrCreate(key, () => undefined),
    load: (key, loader) => cache.getOrCreate(key, loader),
    set: async (key, value) => void cache.set(key, value),
    settled: () => cache.tierSettled(),
    close: () => memory.close(),
  };
}

/** BentoCache's Redis driver, over node-redis. */
function bentoDriver(client, prefix = '') {
  const name = (key) => `${prefix}:${key}`;
  return {
    type: 'l2',
    namespace: (inner) => bentoDriver(client, name(inner)),
    get: async (key) => (await client.get(name(key))) ?? undefined,
    pull: async (key) => (await client.getDel(name(key))) ?? undefined,
    set: async (key, value, ttl) => (await client.set(name(key), value, ttl ? { PX: ttl } : {})) === 'OK',
    clear: async () => {},
    delete: async (key) => (await client.unlink(name(key))) > 0,
    deleteMany: async (keys) => (await client.unlink(keys.map(name))) > 0,
    disconnect: () => client.destroy(),
    prune: async () => {},
  };
}

/** BentoCache's Redis bus, over node-redis; it leaves out what it has sent itself. */
function bentoBus(client, listening) {
  let id;
  return {
    setId(given) {
      id = given;
      return this;
    },
    publish: (channel, message) => client.publish(channel, JSON.stringify({ ...message, busId: id })),
    subscribe: (channel, handler) =>
      listening.subscribe(channel, (text) => {
        const message = JSON.parse(text);
        if (message.busId !== id) handler(message);
      }),
    unsubscribe: (channel) => listening.unsubscribe(channel),
    disconnect: async () => listening.destroy(),
    onReconnect: (callback) => listening.on('reconnecting', callback),
  };
}

async function bento(url) {
  const [client, listening] = [await connect(url), await connect(url)];
  const store = bentostore()
    .useL1Layer(memoryDriver({ maxItems: MOST_ENTRIES }))
    .useL2Layer({ options: {}, factory: () => bentoDriver(client, 'bento') })
    .useBus({ options: {}, factory: () => bentoBus(client, listening) });
  const cache = new BentoCache({ default: 'bench', stores: { bench: store }, ttl: TTL_MS });
  return {
    hit: (key) => cache.get({ key }),
    read: (key) => cache.get({ key }).catch(() => undefined),
    load: (key, factory) => cache.getOrSet({ key, factory }),
    set: (key, value) => cache.set({ key, value }),
    settled: async () => {},
    close: () => cache.disconnect(),
  };
}

/** A store of Keyv, over node-redis. */
class RedisStore {
  constructor(client) {
    this.client = client;
    this.opts = {};
  }
  async get(key) {
    return (await this.client.get(key)) ?? undefined;
  }
  async set(key, value, ttl) {
    await this.client.set(key, value, ttl ? { PX: ttl } : {});
    return true;
  }
  async delete(key) {
    return (await this.client.unlink(key)) > 0;
  }
  async clear() {}
  on() {
    return this;
  }
}

async function cacheable(url) {
  const client = await connect(url);
  const secondary = new Keyv({ store: new RedisStore(client), namespace: 'cacheable' });
  const cache = new Cacheable({ secondary, ttl: TTL_MS });
  return {
    hit: (key) => cache.get(key),
    read: (key) => cache.get(key).catch(() => undefined),
    load: (key, loader) => cache.getOrSet(key, loader),
    set: (key, value) => cache.set(key, value),
    settled: async () => {},
    close: async () => client.destroy(),
  };
}

/** Ours, without a tier. */
export const untiered = { name: 'ours, without Redis', isSynchronous: true, create: async () => ours() };

export const contestants = [
  {
    name: 'ours',
    isSynchronous: true,
    hasNews: true,
    create: async (url) => {
      const cache = ours({ place: redisPlace({ connection: { url } }), codec: jsonCodec, spill: 'stored' });
      await cache.read('connected');
      return cache;
    },
  },
  { name: 'BentoCache', hasNews: true, create: bento },
  { name: 'cacheable', hasNews: false, create: cacheable },
];
