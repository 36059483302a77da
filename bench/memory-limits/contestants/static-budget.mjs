import { throughLruCache } from './through-lru-cache.mjs';

/**
 * lru-cache with the library's own sizes under a budget that never changes: the share of the limit that a person would have
 * to find by trying. The runner tries shares and keeps the best that survives.
 */
export const staticBudget = {
  name: 'static',
  make: ({ limitBytes, share = 0.6, weigh }) =>
    throughLruCache({
      maxSize: Math.floor(share * limitBytes),
      sizeCalculation: (value) => Math.max(1, Math.round(weigh(value))),
    }),
};
