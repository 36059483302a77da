import type { CacheMemorySnapshot } from '../standalone/cache-memory-snapshot.js';

/** What a sample is about. No label ever holds a key, so that their number stays bounded. */
export interface MetricLabels {
  /** The region. */
  readonly cache?: string;
  readonly result?: 'hit' | 'miss' | 'success' | 'failure';
  /** Why entries left. */
  readonly cause?: string;
}

/** Takes one sample. */
export type AddSample = (value: number, labels: MetricLabels) => void;

/** One metric of the caches: what it is called, what it says, and how it is read from a snapshot. */
export interface MetricFamily {
  /** In Prometheus' form, after Micrometer's names. */
  readonly prometheus: string;
  /** In OpenTelemetry's form. */
  readonly opentelemetry: string;
  readonly help: string;
  /** A counter only grows until it begins anew; a gauge goes up and down. */
  readonly kind: 'counter' | 'gauge';
  /** As UCUM writes it: seconds, bytes, or `1` for a number or a share. */
  readonly unit: 's' | 'By' | '1';
  readonly read: (snapshot: CacheMemorySnapshot, add: AddSample) => void;
}
