import { type DynamicModule, Module } from '@nestjs/common';
import type { Meter } from '@opentelemetry/api';
import { CacheMemory } from '../standalone/cache-memory.js';
import { exposeOpenTelemetry } from './expose-opentelemetry.js';

const END_OBSERVATION = Symbol('what ends the observation of the caches');

/** Where the instruments are made. */
export interface CacheOpenTelemetryOptions {
  /** The application's meter; the global provider's meter `nestjs-cache-memory` unless said. */
  readonly meter?: Meter | undefined;
}

/** Exposes the caches on the application's OpenTelemetry meter; needs `CacheMemoryModule.forRoot()` in the application. */
@Module({})
export class CacheOpenTelemetryModule {
  /** The module for the root of an application; the instruments end when the application does. */
  static forRoot({ meter }: CacheOpenTelemetryOptions = {}): DynamicModule {
    const observed = {
      provide: END_OBSERVATION,
      inject: [CacheMemory],
      useFactory: (cacheMemory: CacheMemory) => exposeOpenTelemetry(cacheMemory, meter),
    };
    return { module: CacheOpenTelemetryModule, providers: [observed] };
  }
}
