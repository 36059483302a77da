import { type BatchObservableCallback, type Meter, metrics, type Observable } from '@opentelemetry/api';
import { CACHE_METRICS } from '../exporters/cache-metrics.js';
import type { MetricFamily, MetricLabels } from '../exporters/metric-family.js';
import type { CacheMemory } from '../standalone/cache-memory.js';
import { LOAD_TIME } from './load-time.js';

const FAMILIES: readonly MetricFamily[] = [...CACHE_METRICS, LOAD_TIME];

/**
 * Makes the caches' observable instruments on a meter, the application's meter `nestjs-cache-memory` unless given, and answers
 * the function that ends their observation; closing the caches does so too. One snapshot serves all instruments of a collection.
 */
export function exposeOpenTelemetry(
  cacheMemory: CacheMemory,
  meter: Meter = metrics.getMeter('nestjs-cache-memory'),
): () => void {
  const instruments = FAMILIES.map((family) => instrumentOf(meter, family));
  const observe: BatchObservableCallback = (observer) => {
    const snapshot = cacheMemory.snapshot();
    for (const [index, { read }] of FAMILIES.entries()) {
      read(snapshot, (value, labels) => observer.observe(instruments[index]!, value, attributesOf(labels)));
    }
  };
  meter.addBatchObservableCallback(observe, instruments);
  const forgetClosing = cacheMemory.on('memory.closed', () => end());
  const end = (): void => {
    forgetClosing();
    meter.removeBatchObservableCallback(observe, instruments);
  };
  return end;
}

function instrumentOf(meter: Meter, { opentelemetry, help, kind, unit }: MetricFamily): Observable {
  const options = { description: help, unit };
  return kind === 'counter'
    ? meter.createObservableCounter(opentelemetry, options)
    : meter.createObservableGauge(opentelemetry, options);
}

function attributesOf({ cache, result, cause }: MetricLabels): Record<string, string> {
  return {
    ...(cache === undefined ? {} : { 'cache.name': cache }),
    ...(result === undefined ? {} : { 'cache.result': result }),
    ...(cause === undefined ? {} : { 'cache.removal.cause': cause }),
  };
}
