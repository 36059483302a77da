import type { CacheMemoryOptions, MemoryOptions } from 'nestjs-cache-memory';

/**
 * The cache's options from the environment: `CACHE_CHECK_INTERVAL` (such as `10s`; 30 s unless said) and
 * `CACHE_MEMORY_LIMIT` (such as `512MB`; what the process may use unless said). The library judges the values.
 */
export function cacheMemoryOptions(environment: NodeJS.ProcessEnv = process.env): CacheMemoryOptions {
  const limit = environment['CACHE_MEMORY_LIMIT'] as MemoryOptions['limit'];
  const checkInterval = (environment['CACHE_CHECK_INTERVAL'] ?? '30s') as MemoryOptions['checkInterval'];
  return { memory: { checkInterval, ...(limit !== undefined && { limit }) } };
}
