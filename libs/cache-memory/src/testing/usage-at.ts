import type { PressureLevel, PressureThresholds } from '../pressure/pressure-level.js';

/** By how much later than its threshold `warning` begins at the most, where caches fill the memory. */
const WARNING_LATER = 0.05;

/** The share of a limit, 0 to 1, that is in use in the middle of a level of pressure. */
export function usageAt(level: PressureLevel, { warning, eviction, critical }: PressureThresholds): number {
  if (level === 'critical') return (critical + 1) / 2;
  if (level === 'eviction') return (eviction + critical) / 2;
  if (level === 'warning') return (Math.min(warning + WARNING_LATER, eviction) + eviction) / 2;
  return warning / 2;
}
