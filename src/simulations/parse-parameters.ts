import type { CatalogueEntry } from '../models/model-catalogue.js';
import type { PopulationParameter } from '../models/population-parameter.js';
import { InputObject } from './input-object.js';

/**
 * Reads the parameters of a request: for each of the model's, a number or `{ typical, cv }`; in the model's order, so that
 * equal requests have equal keys. Throws `InvalidInputException` (400).
 */
export function parseParameters(value: unknown, model: CatalogueEntry): Record<string, PopulationParameter> {
  const input = new InputObject('parameters', value, model.parameters);
  return Object.fromEntries(model.parameters.map((name) => [name, parseParameter(input, name)]));
}

function parseParameter(input: InputObject, name: string): PopulationParameter {
  const bounds = { least: 1e-6, most: name === 'F' ? 1 : 1e6 };
  const value = input.get(name);
  if (typeof value !== 'object' || value === null) return { typical: input.number(name, bounds), cv: 0 };
  const detailed = new InputObject(input.place(name), value, ['typical', 'cv']);
  return {
    typical: detailed.number('typical', bounds),
    cv: detailed.number('cv', { least: 0, most: 2, fallback: 0 }),
  };
}
