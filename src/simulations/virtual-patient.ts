import type { PopulationParameter } from '../models/population-parameter.js';
import { RandomStream } from './random-stream.js';

/**
 * One patient of a population: each parameter is typical x exp(eta), eta normal with variance ln(1 + CV^2), so that the
 * median is the typical value and the coefficient of variation is the one given. A bioavailable fraction stops at 1.
 *
 * Patient `index` is the same person in a population of any size, and a parameter's draw does not depend on the others.
 */
export function virtualPatient(
  parameters: Readonly<Record<string, PopulationParameter>>,
  seed: number,
  index: number,
): Record<string, number> {
  const stream = RandomStream.of(seed, index);
  const patient: Record<string, number> = {};
  for (const [name, { typical, cv }] of Object.entries(parameters)) {
    const eta = stream.nextNormal() * Math.sqrt(Math.log1p(cv * cv));
    const value = typical * Math.exp(eta);
    patient[name] = name === 'F' ? Math.min(1, value) : value;
  }
  return patient;
}
