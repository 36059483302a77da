export { CacheMemoryHealthIndicator } from './cache-memory.health.js';
export { CacheMemoryHealthModule } from './cache-memory-health.module.js';
export type { CacheMemoryHealthOptions } from './health-options.js';
export { RedisMemoryHealthIndicator } from './redis-memory.health.js';
export { RedisMemoryHealthModule } from './redis-memory-health.module.js';
