import { throughLruCache } from './through-lru-cache.mjs';

/** lru-cache bounded to 60 % of the limit, its values sized by the length of their JSON; Buffers by their bytes. */
export const lruCacheJson = {
  name: 'lru-cache JSON',
  make: ({ limitBytes }) =>
    throughLruCache({
      maxSize: Math.floor(0.6 * limitBytes),
      sizeCalculation: (value) => (Buffer.isBuffer(value) ? value.length : JSON.stringify(value).length),
    }),
};
