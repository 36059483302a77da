import { register, type Registry } from 'prom-client';
import { CACHE_METRICS } from '../exporters/cache-metrics.js';
import type { CacheMemory } from '../standalone/cache-memory.js';
import { KeptLabels } from './kept-labels.js';
import { LOAD_DURATION, readLoadDuration } from './load-duration.js';
import { registerMetrics } from './register-metrics.js';
import { SharedSnapshot } from './shared-snapshot.js';
import { type Sample, snapshotMetric } from './snapshot-metric.js';

/**
 * Adds the caches' metrics to a registry of prom-client, its global one unless given, and answers the function that takes them
 * out again; closing the caches does so too. Throws `DUPLICATE_METRICS` where the registry has metrics of these names.
 */
export function exposePrometheus(cacheMemory: CacheMemory, registry: Registry = register): () => void {
  const shared = new SharedSnapshot(cacheMemory);
  const kept = new KeptLabels();
  const metrics = [
    ...CACHE_METRICS.map(({ prometheus, help, kind, together, read }) =>
      snapshotMetric({ name: prometheus, help, type: kind, aggregator: together }, () => {
        const samples: Sample[] = [];
        read(shared.current(), (value, labels) => samples.push({ value, labels: kept.of(labels) }));
        return samples;
      }),
    ),
    snapshotMetric(LOAD_DURATION, () => readLoadDuration(shared.current(), kept)),
  ];
  const takeOut = registerMetrics(registry, metrics, 'CacheMemory');
  const forgetClosing = cacheMemory.on('memory.closed', () => hide());
  const hide = (): void => {
    forgetClosing();
    takeOut();
  };
  return hide;
}
