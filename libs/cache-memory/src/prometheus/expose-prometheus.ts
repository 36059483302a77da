import { register, type Metric, type Registry } from 'prom-client';
import { CacheMemoryError } from '../engine/errors.js';
import { CACHE_METRICS } from '../exporters/cache-metrics.js';
import type { CacheMemory } from '../standalone/cache-memory.js';
import { KeptLabels } from './kept-labels.js';
import { LOAD_DURATION, readLoadDuration } from './load-duration.js';
import { SharedSnapshot } from './shared-snapshot.js';
import { type MetricDescription, type Sample, snapshotMetric } from './snapshot-metric.js';

/**
 * Adds the caches' metrics to a registry of prom-client, its global one unless given, and answers the function that takes them
 * out again; closing the caches does so too. Throws `DUPLICATE_METRICS` where the registry has metrics of these names.
 */
export function exposePrometheus(cacheMemory: CacheMemory, registry: Registry = register): () => void {
  const shared = new SharedSnapshot(cacheMemory);
  const kept = new KeptLabels();
  const metrics = [
    ...CACHE_METRICS.map(({ prometheus, help, kind, read }) =>
      snapshotMetric({ name: prometheus, help, type: kind }, () => {
        const samples: Sample[] = [];
        read(shared.current(), (value, labels) => samples.push({ value, labels: kept.of(labels) }));
        return samples;
      }),
    ),
    snapshotMetric(LOAD_DURATION, () => readLoadDuration(shared.current(), kept)),
  ];
  mustBeFree(registry, metrics);
  for (const metric of metrics) registry.registerMetric(metric);
  const forgetClosing = cacheMemory.on('memory.closed', () => hide());
  const hide = (): void => {
    forgetClosing();
    for (const metric of metrics) takeOut(registry, metric);
  };
  return hide;
}

function nameOf(metric: Metric): string {
  return (metric as unknown as MetricDescription).name;
}

function mustBeFree(registry: Registry, metrics: readonly Metric[]): void {
  const taken = metrics.map(nameOf).find((name) => registry.getSingleMetric(name));
  if (taken === undefined) return;
  throw new CacheMemoryError('DUPLICATE_METRICS', {
    subject: `metric '${taken}'`,
    expected: 'a registry without metrics of the caches',
    found: 'one that has them already',
    remedy: 'expose each CacheMemory once, or give a second one a registry of its own',
  });
}

/** Takes a metric out, unless another one has taken its name meanwhile. */
function takeOut(registry: Registry, metric: Metric): void {
  const name = nameOf(metric);
  if (registry.getSingleMetric(name) === metric) registry.removeSingleMetric(name);
}
