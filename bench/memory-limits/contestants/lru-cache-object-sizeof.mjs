import sizeof from 'object-sizeof';
import { throughLruCache } from './through-lru-cache.mjs';

/** lru-cache bounded to 60 % of the limit, its values sized by object-sizeof. */
export const lruCacheObjectSizeof = {
  name: 'lru-cache object-sizeof',
  make: ({ limitBytes }) =>
    throughLruCache({ maxSize: Math.floor(0.6 * limitBytes), sizeCalculation: (value) => Math.max(1, sizeof(value)) }),
};
