import { describeValue } from '../engine/options/describe-value.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import type { CacheMemoryHealthOptions } from './health-options.js';

/** What the indicator says. */
export type CacheMemoryHealth = 'up' | 'degraded' | 'down';

/** The health that a memory report means under these options; a broken tier degrades what would be well. */
export function assessHealth(
  report: MemoryReport,
  { degradedAt, downAt }: CacheMemoryHealthOptions,
  hasBrokenTier = false,
): CacheMemoryHealth {
  if (downAt !== undefined && report.usage >= downAt) return 'down';
  const isDegraded = degradedAt === undefined ? report.level !== 'normal' : report.usage >= degradedAt;
  return isDegraded || hasBrokenTier ? 'degraded' : 'up';
}

/** What is wrong with the options, in a sentence; `undefined` where nothing is. */
export function healthOptionsProblem(options: CacheMemoryHealthOptions): string | undefined {
  for (const name of ['degradedAt', 'downAt'] as const) {
    const share: unknown = options[name];
    if (share !== undefined && !(typeof share === 'number' && share > 0 && share <= 1)) {
      return `${name}: expected a share of the limit above 0 and at most 1, found ${describeValue(share)}; write for example 0.9.`;
    }
  }
  return undefined;
}
