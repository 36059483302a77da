import { LOAD_TIME_BOUNDS_MS } from '../engine/statistics/load-times.js';
import type { CacheMemorySnapshot } from '../standalone/cache-memory-snapshot.js';
import type { KeptLabels } from './kept-labels.js';
import type { MetricDescription, Sample } from './snapshot-metric.js';

/** The distribution of load times, as a histogram in seconds. */
export const LOAD_DURATION: MetricDescription = {
  name: 'cache_load_duration_seconds',
  help: 'How long completed loads took.',
  type: 'histogram',
};

const BUCKET = `${LOAD_DURATION.name}_bucket`;
const SUM = `${LOAD_DURATION.name}_sum`;
const COUNT = `${LOAD_DURATION.name}_count`;
const BOUNDS = [...LOAD_TIME_BOUNDS_MS.map((ms) => ms / 1_000), '+Inf'];

/** The samples of the histogram: cumulative buckets, sum and count of each region. */
export function readLoadDuration({ regions }: CacheMemorySnapshot, kept: KeptLabels): Sample[] {
  const samples: Sample[] = [];
  for (const region in regions) {
    const { loadTimeCounts, loadTimeMs } = regions[region]!;
    let total = 0;
    for (let bucket = 0; bucket < BOUNDS.length; bucket++) {
      total += loadTimeCounts[bucket]!;
      samples.push({ metricName: BUCKET, value: total, labels: kept.of({ cache: region, le: BOUNDS[bucket]! }) });
    }
    const labels = kept.of({ cache: region });
    samples.push({ metricName: SUM, value: loadTimeMs / 1_000, labels }, { metricName: COUNT, value: total, labels });
  }
  return samples;
}
