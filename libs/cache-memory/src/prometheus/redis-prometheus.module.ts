import { type DynamicModule, Module } from '@nestjs/common';
import { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import { exposeRedisPrometheus } from './expose-redis-prometheus.js';
import type { CachePrometheusOptions } from './prometheus-options.js';

const HIDE_METRICS = Symbol('what takes the metrics of a Redis out of the registry');

/** Exposes a Redis under management in the application's registry of prom-client; needs `RedisMemoryModule.forRoot()` in the application. */
@Module({})
export class RedisPrometheusModule {
  /** Throws `DUPLICATE_METRICS` at start-up where the registry has metrics of these names. */
  static forRoot({ registry }: CachePrometheusOptions = {}): DynamicModule {
    const exposed = {
      provide: HIDE_METRICS,
      inject: [RedisMemoryService],
      useFactory: (redisMemory: RedisMemoryService) => exposeRedisPrometheus(redisMemory, registry),
    };
    return { module: RedisPrometheusModule, providers: [exposed] };
  }
}
