export { CachePrometheusModule } from './cache-prometheus.module.js';
export { exposePrometheus } from './expose-prometheus.js';
export type { CachePrometheusOptions } from './prometheus-options.js';
