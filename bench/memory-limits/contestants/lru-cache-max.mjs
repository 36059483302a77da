import { throughLruCache } from './through-lru-cache.mjs';

/** lru-cache bounded by entries: as many as filled 60 % of the limit when the first values were measured. */
export const lruCacheMax = {
  name: 'lru-cache max',
  make: ({ limitBytes, firstBytes }) => throughLruCache({ max: Math.floor((0.6 * limitBytes) / firstBytes) }),
};
