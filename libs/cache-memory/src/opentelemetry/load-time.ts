import type { MetricFamily } from '../exporters/metric-family.js';

/** The time that completed loads took in all; with `cache.loads` it gives the mean. OpenTelemetry cannot observe a histogram. */
export const LOAD_TIME: MetricFamily = {
  prometheus: 'cache_load_duration_seconds_sum',
  opentelemetry: 'cache.load.time',
  help: 'How long completed loads took in all.',
  kind: 'counter',
  unit: 's',
  read: ({ regions }, add) => {
    for (const { region, loadTimeMs } of Object.values(regions)) add(loadTimeMs / 1_000, { cache: region });
  },
};
