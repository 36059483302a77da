export { CacheKeyvStore, type KeyvStoreEntry } from './cache-keyv-store.js';
export { keyvCodec, type KeyvValue } from './keyv-codec.js';
export { type KeyvInstanceOptions, keyvOptions } from './keyv-options.js';
export { type KeyvClass, regionStores, type RegionStores } from './region-stores.js';
