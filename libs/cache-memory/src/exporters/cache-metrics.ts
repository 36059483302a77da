import { MEMORY_METRICS } from './memory-metrics.js';
import type { MetricFamily } from './metric-family.js';
import { REGION_METRICS } from './region-metrics.js';

/** Every metric of the caches but the distribution of load times, which each exporter has a form of its own for. */
export const CACHE_METRICS: readonly MetricFamily[] = [...REGION_METRICS, ...MEMORY_METRICS];
