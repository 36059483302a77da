import type { Dosing } from '../models/dosing.js';
import type { PopulationParameter } from '../models/population-parameter.js';

/** Everything that determines a simulation's answer: equal plans have equal answers. */
export interface SimulationPlan {
  readonly model: string;
  readonly parameters: Readonly<Record<string, PopulationParameter>>;
  readonly dosing: Dosing;
  readonly patients: number;
  readonly seed: number;
  readonly hours: number;
  readonly step: number;
}

/** The times of a plan, in hours: 0, step, 2 step, ... up to `hours`. */
export function planTimes({ hours, step }: Pick<SimulationPlan, 'hours' | 'step'>): Float64Array {
  return Float64Array.from({ length: countTimes({ hours, step }) }, (_, index) => index * step);
}

/** How many times a plan has. */
export function countTimes({ hours, step }: Pick<SimulationPlan, 'hours' | 'step'>): number {
  return Math.floor(hours / step + 1e-9) + 1;
}
