import { Keyv } from 'keyv';
import QuickLRU from 'quick-lru';

/** Keyv over quick-lru, bounded by entries as lru-cache is; values are kept as they are, not as text. */
export const keyvLru = {
  name: 'Keyv over an LRU',
  make({ limitBytes, firstBytes }) {
    const store = new QuickLRU({ maxSize: Math.floor((0.6 * limitBytes) / firstBytes) });
    const cache = new Keyv({ store, serialize: undefined, deserialize: undefined, serialization: false });
    return {
      get: (key) => cache.get(key),
      set: (key, value) => cache.set(key, value),
      size: () => store.size,
      believedBytes: () => 0,
    };
  },
};
