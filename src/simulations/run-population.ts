import type { CompiledModel } from '../models/compiled-model.js';
import type { Breather } from './breather.js';
import { planTimes, type SimulationPlan } from './simulation-plan.js';
import { virtualPatient } from './virtual-patient.js';

/** The concentrations of a whole population in mg/L, patient after patient: `patients x times` numbers. */
export async function runPopulation(
  model: CompiledModel,
  plan: SimulationPlan,
  breather: Breather,
): Promise<Float64Array> {
  const times = planTimes(plan);
  const concentrations = new Float64Array(plan.patients * times.length);
  for (let index = 0; index < plan.patients; index++) {
    const row = concentrations.subarray(index * times.length, (index + 1) * times.length);
    model.concentrations(virtualPatient(plan.parameters, plan.seed, index), plan.dosing, times, row);
    if (breather.isDue) await breather.breathe();
  }
  return concentrations;
}
