import type { Row, SchemaOptions } from 'nestjs-result-store';
import type { CompiledModel } from '../models/compiled-model.js';
import { planTimes, type SimulationPlan } from '../simulations/simulation-plan.js';
import { virtualPatient } from '../simulations/virtual-patient.js';

/** The table of a population: a row for each patient and time, with the patient's own parameters. */
export function populationSchema(parameters: readonly string[]): SchemaOptions {
  return {
    subject: 'patient',
    columns: {
      patient: 'int32',
      visit: 'int32',
      time: 'double',
      concentration: 'double',
      ...Object.fromEntries(parameters.map((name) => [name, 'double' as const])),
    },
    groupBy: ['time'],
  };
}

/** The rows of a plan, patient after patient, from one of them on: `time` in hours, `concentration` in mg/L. */
export function* populationRows(model: CompiledModel, plan: SimulationPlan, from: number): Generator<Row, void> {
  const times = planTimes(plan);
  const concentrations = new Float64Array(times.length);
  for (let patient = from; patient < plan.patients; patient++) {
    const parameters = virtualPatient(plan.parameters, plan.seed, patient);
    model.concentrations(parameters, plan.dosing, times, concentrations);
    for (let visit = 0; visit < times.length; visit++) {
      yield { patient, visit, time: times[visit]!, concentration: concentrations[visit]!, ...parameters };
    }
  }
}
