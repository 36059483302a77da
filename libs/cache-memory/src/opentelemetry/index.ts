export { CacheOpenTelemetryModule, type CacheOpenTelemetryOptions } from './cache-opentelemetry.module.js';
export { exposeOpenTelemetry } from './expose-opentelemetry.js';
export { exposeRedisOpenTelemetry } from './expose-redis-opentelemetry.js';
export { RedisOpenTelemetryModule } from './redis-opentelemetry.module.js';
