import type { CacheOptions } from '../cache-options.js';

/** Sets of options for common situations, to be passed whole or spread before one's own. */
export const presets: Readonly<Record<'longLived' | 'batch' | 'memoryConstrained', Omit<CacheOptions, 'tier'>>> =
  Object.freeze({
    /** A long-lived service: 10 minutes, 100 entries, held strongly. */
    longLived: Object.freeze({ ttl: 600_000, maxEntries: 100, retention: 'strong' }),
    /** A batch that clears between runs: no lifetime, 200 entries, held strongly. */
    batch: Object.freeze({ maxEntries: 200, retention: 'strong' }),
    /** Little memory: 2 minutes, 20 entries, held weakly. */
    memoryConstrained: Object.freeze({ ttl: 120_000, maxEntries: 20, retention: 'weak' }),
  });
