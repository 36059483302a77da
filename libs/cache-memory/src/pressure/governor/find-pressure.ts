import { assessPressure, HYSTERESIS } from '../assess-pressure.js';
import { PRESSURE_LEVELS, type PressureLevel, type PressureThresholds } from '../pressure-level.js';
import type { MemoryDemand } from './memory-demand.js';

/** How far above the most that caches may fill the level `warning` begins where caches fill it, and ends. */
const ABOVE_AIM = 0.03;
const LEFT_ABOVE_AIM = 0.005;

/** The worst level among the memories, and the one that is nearest to its limit. */
export interface FoundPressure {
  readonly level: PressureLevel;
  readonly nearest: MemoryDemand;
}

/**
 * Assesses every memory. What caches could give back at once is no pressure as long as it stays within the memory's aim: so much
 * later begins `warning`. `eviction` and `critical` begin where they begin.
 */
export function findPressure(
  demands: readonly [MemoryDemand, ...MemoryDemand[]],
  evictableBytes: number,
  previous: PressureLevel,
  thresholds: PressureThresholds,
): FoundPressure {
  const found = demands.map((demand) => {
    const { usedBytes, limitBytes, aim, ratio } = demand;
    const evictable = (evictableBytes * ratio.expected) / limitBytes;
    const later = Math.min(aim + ABOVE_AIM, thresholds.warning + evictable, thresholds.eviction);
    const warning = Math.max(thresholds.warning, later);
    const usage = usedBytes / limitBytes;
    const hysteresis = warning > aim ? Math.min(HYSTERESIS, Math.max(0, warning - aim - LEFT_ABOVE_AIM)) : HYSTERESIS;
    return { demand, usage, level: assessPressure(usage, previous, { ...thresholds, warning }, hysteresis) };
  });
  const [worst] = found.sort((one, other) => rank(other.level) - rank(one.level) || other.usage - one.usage);
  return { level: worst!.level, nearest: worst!.demand };
}

function rank(level: PressureLevel): number {
  return PRESSURE_LEVELS.indexOf(level);
}
