import type { Metric } from 'prom-client';
import type { CacheMemorySnapshot } from '../standalone/cache-memory-snapshot.js';

/** A sample as prom-client writes it. */
export interface Sample {
  /** Where it is not the metric's own name. */
  readonly metricName?: string;
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
}

/** What a metric is called and says. */
export interface MetricDescription {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
}

/**
 * A metric that a registry of prom-client reads when it is scraped, straight from a snapshot: nothing is counted twice, and
 * between two scrapes it costs nothing.
 */
export function snapshotMetric({ name, help, type }: MetricDescription, samples: () => Sample[]): Metric {
  const metric = {
    name,
    help,
    type,
    aggregator: 'sum',
    get: () => Promise.resolve({ name: metric.name, help, type, aggregator: 'sum', values: samples() }),
    reset: () => {}, // the caches count, not the registry
  };
  return metric as unknown as Metric;
}

/** Reads the samples of one metric from the snapshot of the scrape. */
export type ReadSamples = (snapshot: CacheMemorySnapshot) => Sample[];
