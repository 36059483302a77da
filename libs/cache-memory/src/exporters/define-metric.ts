import type { CacheStats } from '../engine/statistics/cache-stats.js';
import type { RemovalCause } from '../engine/events/removal.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import type { MetricDescription, MetricFamily } from './metric-family.js';

type Names = readonly [prometheus: string, opentelemetry: string];

/** A counter in words: its names, what it says and its unit. */
export function counter(names: Names, help: string, unit: MetricDescription['unit'] = '1'): MetricDescription {
  return { prometheus: names[0], opentelemetry: names[1], help, kind: 'counter', unit };
}

/** A gauge in words. */
export function gauge(names: Names, help: string, unit: MetricDescription['unit'] = '1'): MetricDescription {
  return { prometheus: names[0], opentelemetry: names[1], help, kind: 'gauge', unit };
}

/** A gauge of which the highest of several processes counts: a sum of shares or of levels would say nothing. */
export function highest(names: Names, help: string, unit: MetricDescription['unit'] = '1'): MetricDescription {
  return { ...gauge(names, help, unit), together: 'max' };
}

/** A metric with one sample a region, where there is a value. */
export function perRegion(
  described: MetricDescription,
  valueOf: (stats: CacheStats) => number | undefined,
): MetricFamily {
  return {
    ...described,
    read: ({ regions }, add) => {
      for (const name in regions) {
        const value = valueOf(regions[name]!);
        if (value !== undefined) add(value, { cache: name });
      }
    },
  };
}

/** A metric with two samples a region: how often it went well, and how often it did not. */
export function byResult<Good extends 'hit' | 'success', Bad extends 'miss' | 'failure'>(
  described: MetricDescription,
  results: readonly [Good, Bad],
  countOf: (stats: CacheStats) => readonly [number, number],
): MetricFamily {
  return {
    ...described,
    read: ({ regions }, add) => {
      for (const name in regions) {
        const [good, bad] = countOf(regions[name]!);
        add(good, { cache: name, result: results[0] });
        add(bad, { cache: name, result: results[1] });
      }
    },
  };
}

/** A metric with a sample for each cause of each region. */
export function byCause(described: MetricDescription, causes: readonly RemovalCause[]): MetricFamily {
  return {
    ...described,
    read: ({ regions }, add) => {
      for (const name in regions) {
        const { removals } = regions[name]!;
        for (const cause of causes) add(removals[cause], { cache: name, cause });
      }
    },
  };
}

/** A metric of memory as a whole, where there is a value. */
export function ofMemory(
  described: MetricDescription,
  valueOf: (report: MemoryReport) => number | undefined,
): MetricFamily {
  return {
    ...described,
    read: ({ memory }, add) => {
      const value = valueOf(memory);
      if (value !== undefined) add(value, {});
    },
  };
}
