import { LOAD_TIME_BOUNDS_MS } from '../engine/load-times.js';
import type { MetricDescription, ReadSamples, Sample } from './snapshot-metric.js';

/** The distribution of load times, as a histogram in seconds. */
export const LOAD_DURATION: MetricDescription = {
  name: 'cache_load_duration_seconds',
  help: 'How long completed loads took.',
  type: 'histogram',
};

const BOUNDS = [...LOAD_TIME_BOUNDS_MS.map((ms) => ms / 1_000), '+Inf'];

/** The samples of the histogram: cumulative buckets, sum and count of each region. */
export const readLoadDuration: ReadSamples = ({ regions }) =>
  Object.values(regions).flatMap(({ region, loadTimeCounts, loadTimeMs }) => {
    let total = 0;
    const buckets = loadTimeCounts.map((count, bucket): Sample => {
      total += count;
      return sample('bucket', total, { cache: region, le: BOUNDS[bucket]! });
    });
    const sum = sample('sum', loadTimeMs / 1_000, { cache: region });
    return buckets.concat(sum, sample('count', total, { cache: region }));
  });

function sample(part: string, value: number, labels: Record<string, string | number>): Sample {
  return { metricName: `${LOAD_DURATION.name}_${part}`, value, labels };
}
