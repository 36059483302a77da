export { CachePrometheusModule } from './cache-prometheus.module.js';
export { exposePrometheus } from './expose-prometheus.js';
export { exposeRedisPrometheus } from './expose-redis-prometheus.js';
export type { CachePrometheusOptions } from './prometheus-options.js';
export { RedisPrometheusModule } from './redis-prometheus.module.js';
