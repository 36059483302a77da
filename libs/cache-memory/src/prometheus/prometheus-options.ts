import type { Registry } from 'prom-client';

/** Where the metrics are exposed. */
export interface CachePrometheusOptions {
  /** The registry of prom-client that the application's metrics endpoint serves; prom-client's global one unless said. */
  readonly registry?: Registry | undefined;
}
