import { PRESSURE_LEVELS, type PressureLevel, type PressureThresholds } from './pressure-level.js';

/** How far usage has to fall below the beginning of a level before that level is left, as a share of the limit. */
export const HYSTERESIS = 0.04;

/** The level of a usage: it rises as soon as a threshold is reached, and falls only once usage is clearly below it. */
export function assessPressure(
  usage: number,
  previous: PressureLevel,
  thresholds: PressureThresholds,
  hysteresis: number = HYSTERESIS,
): PressureLevel {
  const rising = levelAt(usage, thresholds);
  const falling = levelAt(usage + hysteresis, thresholds);
  const held = PRESSURE_LEVELS.indexOf(falling) < PRESSURE_LEVELS.indexOf(previous) ? falling : previous;
  return PRESSURE_LEVELS.indexOf(rising) > PRESSURE_LEVELS.indexOf(held) ? rising : held;
}

function levelAt(usage: number, thresholds: PressureThresholds): PressureLevel {
  if (usage >= thresholds.critical) return 'critical';
  if (usage >= thresholds.eviction) return 'eviction';
  return usage >= thresholds.warning ? 'warning' : 'normal';
}
