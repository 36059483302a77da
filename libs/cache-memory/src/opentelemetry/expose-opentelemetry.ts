import { type Meter, metrics } from '@opentelemetry/api';
import { CACHE_METRICS } from '../exporters/cache-metrics.js';
import type { MetricFamily } from '../exporters/metric-family.js';
import type { CacheMemory } from '../standalone/cache-memory.js';
import { LOAD_TIME } from './load-time.js';
import { makeInstruments } from './make-instruments.js';

const FAMILIES: readonly MetricFamily[] = [...CACHE_METRICS, LOAD_TIME];

/**
 * Makes the caches' observable instruments on a meter, the application's meter `nestjs-cache-memory` unless given, and answers
 * the function that ends their observation; closing the caches does so too. One snapshot serves all instruments of a collection.
 */
export function exposeOpenTelemetry(
  cacheMemory: CacheMemory,
  meter: Meter = metrics.getMeter('nestjs-cache-memory'),
): () => void {
  const endObservation = makeInstruments(meter, FAMILIES, () => cacheMemory.snapshot());
  const forgetClosing = cacheMemory.on('memory.closed', () => end());
  const end = (): void => {
    forgetClosing();
    endObservation();
  };
  return end;
}
