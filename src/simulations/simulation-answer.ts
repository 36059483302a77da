import type { FinishedSimulation } from './simulations.service.js';

/** The body that answers `POST /simulations`; concentrations in mg/L, times in hours. */
export interface SimulationAnswer {
  readonly model: string;
  readonly patients: number;
  readonly seed: number;
  /** `simulation`: this request ran it; `cache`: an equal one had. */
  readonly answerFrom: 'simulation' | 'cache';
  /** `null` where the answer came from the cache, so that no model was needed. */
  readonly modelFrom: 'compiled' | 'cache' | 'disk' | null;
  readonly elapsedMs: number;
  /** Medians over the patients. */
  readonly median: { readonly cmaxMgPerL: number; readonly tmaxHours: number; readonly aucMgHoursPerL: number };
  readonly times: readonly number[];
  readonly percentiles: {
    readonly p5: readonly number[];
    readonly p50: readonly number[];
    readonly p95: readonly number[];
  };
}

/** Tells a finished simulation in JSON, with six significant digits. */
export function simulationAnswer({
  plan,
  result,
  answerFrom,
  modelFrom,
  elapsedMs,
}: FinishedSimulation): SimulationAnswer {
  const { p5, p50, p95, cmax, tmax, auc } = result.summary;
  return {
    model: plan.model,
    patients: plan.patients,
    seed: plan.seed,
    answerFrom,
    modelFrom: modelFrom ?? null,
    elapsedMs: rounded(elapsedMs),
    median: { cmaxMgPerL: rounded(cmax), tmaxHours: rounded(tmax), aucMgHoursPerL: rounded(auc) },
    times: Array.from(result.times, rounded),
    percentiles: { p5: Array.from(p5, rounded), p50: Array.from(p50, rounded), p95: Array.from(p95, rounded) },
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
