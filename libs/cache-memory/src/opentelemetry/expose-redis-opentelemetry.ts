import { type Meter, metrics } from '@opentelemetry/api';
import { REDIS_METRICS, type RedisMemorySource } from '../exporters/redis-metrics.js';
import type { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import { makeInstruments } from './make-instruments.js';

/**
 * Makes the observable instruments of a Redis under management on a meter, the application's meter `nestjs-cache-memory` unless given,
 * and answers the function that ends their observation; closing the service does so too. They are what the last check found: a
 * collection asks the server nothing.
 */
export function exposeRedisOpenTelemetry(
  redisMemory: RedisMemoryService,
  meter: Meter = metrics.getMeter('nestjs-cache-memory'),
): () => void {
  const endObservation = makeInstruments<RedisMemorySource>(meter, REDIS_METRICS, () => redisMemory);
  const forgetClosing = redisMemory.on('redis.closed', () => end());
  const end = (): void => {
    forgetClosing();
    endObservation();
  };
  return end;
}
