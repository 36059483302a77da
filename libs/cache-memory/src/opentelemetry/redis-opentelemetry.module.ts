import { type DynamicModule, Module } from '@nestjs/common';
import { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import type { CacheOpenTelemetryOptions } from './cache-opentelemetry.module.js';
import { exposeRedisOpenTelemetry } from './expose-redis-opentelemetry.js';

const END_OBSERVATION = Symbol('what ends the observation of a Redis');

/** Exposes a Redis under management on the application's OpenTelemetry meter; needs `RedisMemoryModule.forRoot()` in the application. */
@Module({})
export class RedisOpenTelemetryModule {
  /** The module for the root of an application; the instruments end when the application does. */
  static forRoot({ meter }: CacheOpenTelemetryOptions = {}): DynamicModule {
    const observed = {
      provide: END_OBSERVATION,
      inject: [RedisMemoryService],
      useFactory: (redisMemory: RedisMemoryService) => exposeRedisOpenTelemetry(redisMemory, meter),
    };
    return { module: RedisOpenTelemetryModule, providers: [observed] };
  }
}
