import { type DynamicModule, Module } from '@nestjs/common';
import { CacheMemory } from '../standalone/cache-memory.js';
import { exposePrometheus } from './expose-prometheus.js';
import type { CachePrometheusOptions } from './prometheus-options.js';

const HIDE_METRICS = Symbol('what takes the caches out of the registry');

/** Exposes the caches in the application's registry of prom-client; needs `CacheMemoryModule.forRoot()` in the application. */
@Module({})
export class CachePrometheusModule {
  /** Throws `DUPLICATE_METRICS` at start-up where the registry has metrics of these names. */
  static forRoot({ registry }: CachePrometheusOptions = {}): DynamicModule {
    const exposed = {
      provide: HIDE_METRICS,
      inject: [CacheMemory],
      useFactory: (cacheMemory: CacheMemory) => exposePrometheus(cacheMemory, registry),
    };
    return { module: CachePrometheusModule, providers: [exposed] };
  }
}
