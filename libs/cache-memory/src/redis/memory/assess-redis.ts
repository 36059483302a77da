import type { RedisReading } from './redis-reading.js';

/** How short of memory a Redis is. */
export type RedisLevel = 'normal' | 'warning' | 'critical';

/** Shares of the limit. */
export interface RedisThresholds {
  readonly warning: number;
  readonly critical: number;
  /** The share that protected keys alone may take before that is an alert. */
  readonly protectedShare: number;
}

/** What a reading means. */
export interface RedisAssessment {
  readonly level: RedisLevel;
  /** The share of the limit in use; `undefined` where there is no limit. */
  readonly usage: number | undefined;
  /** The share of the limit that protected keys take; `undefined` where that is not known. */
  readonly protectedShare: number | undefined;
  /** Whether protected keys take more than they should. */
  readonly isProtectedShareHigh: boolean;
}

/** What a reading means under these thresholds; `protectedBytes` is an estimate, or unknown. */
export function assessRedis(
  { usedBytes, maxBytes }: RedisReading,
  protectedBytes: number | undefined,
  thresholds: RedisThresholds,
): RedisAssessment {
  if (maxBytes === undefined) {
    return { level: 'normal', usage: undefined, protectedShare: undefined, isProtectedShareHigh: false };
  }
  const usage = usedBytes / maxBytes;
  const level = usage >= thresholds.critical ? 'critical' : usage >= thresholds.warning ? 'warning' : 'normal';
  const protectedShare = protectedBytes === undefined ? undefined : Math.min(usage, protectedBytes / maxBytes);
  const isProtectedShareHigh = protectedShare !== undefined && protectedShare >= thresholds.protectedShare;
  return { level, usage, protectedShare, isProtectedShareHigh };
}
