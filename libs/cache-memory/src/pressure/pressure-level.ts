/** How short memory is: nothing to do, tell somebody, evict, or drop everything that may go. */
export type PressureLevel = 'normal' | 'warning' | 'eviction' | 'critical';

/** The levels from the calmest to the worst. */
export const PRESSURE_LEVELS: readonly PressureLevel[] = ['normal', 'warning', 'eviction', 'critical'];

/** The share of the limit, above 0 and at most 1, at which each level begins. */
export interface PressureThresholds {
  readonly warning: number;
  readonly eviction: number;
  readonly critical: number;
}

/** The thresholds unless others are said. */
export const DEFAULT_THRESHOLDS: PressureThresholds = Object.freeze({ warning: 0.8, eviction: 0.9, critical: 0.95 });
