import type { Breather } from './breather.js';
import { exposure } from './exposure.js';
import { quantile } from './quantile.js';

/** What is told of a population instead of all its numbers. */
export interface PopulationSummary {
  /** Percentiles of the concentration, mg/L, one number a time. */
  readonly p5: Float64Array;
  readonly p50: Float64Array;
  readonly p95: Float64Array;
  /** Medians over the patients: mg/L, h, mg h/L. */
  readonly cmax: number;
  readonly tmax: number;
  readonly auc: number;
}

/** Summarises the concentrations of a population, patient after patient. */
export async function summarisePopulation(
  times: Float64Array,
  concentrations: Float64Array,
  breather: Breather,
): Promise<PopulationSummary> {
  const patients = concentrations.length / times.length;
  const column = new Float64Array(patients);
  const p5 = new Float64Array(times.length);
  const p50 = new Float64Array(times.length);
  const p95 = new Float64Array(times.length);
  for (let index = 0; index < times.length; index++) {
    for (let patient = 0; patient < patients; patient++) {
      column[patient] = concentrations[patient * times.length + index] ?? NaN;
    }
    column.sort();
    p5[index] = quantile(column, 0.05);
    p50[index] = quantile(column, 0.5);
    p95[index] = quantile(column, 0.95);
    if (breather.isDue) await breather.breathe();
  }
  return { p5, p50, p95, ...(await medianExposure(times, concentrations, breather)) };
}

async function medianExposure(
  times: Float64Array,
  concentrations: Float64Array,
  breather: Breather,
): Promise<Pick<PopulationSummary, 'cmax' | 'tmax' | 'auc'>> {
  const patients = concentrations.length / times.length;
  const cmax = new Float64Array(patients);
  const tmax = new Float64Array(patients);
  const auc = new Float64Array(patients);
  for (let patient = 0; patient < patients; patient++) {
    const row = concentrations.subarray(patient * times.length, (patient + 1) * times.length);
    const met = exposure(times, row);
    cmax[patient] = met.cmax;
    tmax[patient] = met.tmax;
    auc[patient] = met.auc;
    if (breather.isDue) await breather.breathe();
  }
  const median = (values: Float64Array): number => quantile(values.sort(), 0.5);
  return { cmax: median(cmax), tmax: median(tmax), auc: median(auc) };
}
