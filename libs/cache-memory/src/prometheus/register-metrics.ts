import type { Metric, Registry } from 'prom-client';
import { CacheMemoryError } from '../engine/errors.js';
import type { MetricDescription } from './snapshot-metric.js';

/**
 * Adds metrics to a registry, all or none, and answers the function that takes them out again. Throws `DUPLICATE_METRICS` where the
 * registry has one of their names; `subject` is what is exposed, such as 'CacheMemory'.
 */
export function registerMetrics(registry: Registry, metrics: readonly Metric[], subject: string): () => void {
  const taken = metrics.map(nameOf).find((name) => registry.getSingleMetric(name));
  if (taken !== undefined) throw duplicate(taken, subject);
  const named = metrics.map((metric) => [nameOf(metric), metric] as const); // OpenMetrics has counters renamed while they are written
  for (const metric of metrics) registry.registerMetric(metric);
  return () => {
    for (const [name, metric] of named) takeOut(registry, name, metric);
  };
}

function nameOf(metric: Metric): string {
  return (metric as unknown as MetricDescription).name;
}

function duplicate(name: string, subject: string): CacheMemoryError {
  return new CacheMemoryError('DUPLICATE_METRICS', {
    subject: `metric '${name}'`,
    expected: 'a registry without metrics of that name',
    found: 'one that has them already',
    remedy: `expose each ${subject} once, or give a second one a registry of its own`,
  });
}

/** Takes a metric out, unless another one has taken its name meanwhile. */
function takeOut(registry: Registry, name: string, metric: Metric): void {
  if (registry.getSingleMetric(name) === metric) registry.removeSingleMetric(name);
}
