import type { Metric } from 'prom-client';
import type { SampleLabels } from './kept-labels.js';

/** A sample as prom-client writes it. */
export interface Sample {
  /** Where it is not the metric's own name. */
  readonly metricName?: string | undefined;
  readonly value: number;
  readonly labels: SampleLabels;
}

/** What a metric is called and says. */
export interface MetricDescription {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** How the samples of a cluster's processes become one in an `AggregatorRegistry`; their sum unless said. */
  readonly aggregator?: 'sum' | 'min' | 'max' | undefined;
}

const NO_LABELS: SampleLabels = Object.freeze({});

/**
 * A metric that a registry of prom-client reads when it is scraped, straight from a snapshot: nothing is counted twice, and
 * between two scrapes it costs nothing.
 */
export function snapshotMetric(
  { name, help, type, aggregator = 'sum' }: MetricDescription,
  samples: () => Sample[],
): Metric {
  const metric = {
    name,
    help,
    type,
    aggregator,
    get: () => Promise.resolve({ name: metric.name, help, type, aggregator, values: samples() }),
    getForPromString: () => Promise.resolve({ name: metric.name, help, type, values: samples().map(forText) }),
    reset: () => {}, // the caches count, not the registry
  };
  return metric as unknown as Metric;
}

/** The form in which prom-client keeps the text of labels. */
function forText({ metricName, value, labels }: Sample): object {
  return { metricName, value, labels: NO_LABELS, sharedLabels: labels };
}
