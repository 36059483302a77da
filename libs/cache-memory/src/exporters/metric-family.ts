import type { CacheMemorySnapshot } from '../standalone/cache-memory-snapshot.js';

/** What a sample is about. No label ever holds a key, so that their number stays bounded. */
export interface MetricLabels {
  /** The region. */
  readonly cache?: string;
  readonly result?: 'hit' | 'miss' | 'success' | 'failure';
  /** Why entries left. */
  readonly cause?: string;
  /** Of entries in a Redis: whether they may be evicted. */
  readonly class?: 'protected' | 'evictable';
  /** Of entries in a Redis: the category that they were declared in. */
  readonly category?: string;
}

/** Takes one sample. */
export type AddSample = (value: number, labels: MetricLabels) => void;

/** What a metric is called and says. */
export interface MetricDescription {
  /** In Prometheus' form, after Micrometer's names. */
  readonly prometheus: string;
  /** In OpenTelemetry's form. */
  readonly opentelemetry: string;
  readonly help: string;
  /** A counter only grows until it begins anew; a gauge goes up and down. */
  readonly kind: 'counter' | 'gauge';
  /** As UCUM writes it: seconds, bytes, or `1` for a number or a share. */
  readonly unit: 's' | 'By' | '1';
  /** What the samples of several processes are together, where an exporter gathers those of a cluster; their sum unless said. */
  readonly together?: 'sum' | 'min' | 'max';
}

/** One metric, and how it is read: of the caches from a snapshot, unless it says of something else. */
export interface MetricFamily<Source = CacheMemorySnapshot> extends MetricDescription {
  readonly read: (source: Source, add: AddSample) => void;
}
