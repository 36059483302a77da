export { CacheOpenTelemetryModule, type CacheOpenTelemetryOptions } from './cache-opentelemetry.module.js';
export { exposeOpenTelemetry } from './expose-opentelemetry.js';
