import type { Dosing } from '../models/dosing.js';
import type { PopulationParameter } from '../models/population-parameter.js';

/** A drug of the reference table, with a customary regimen. */
export interface Drug {
  readonly name: string;
  /** The model that describes it. */
  readonly model: string;
  readonly dosing: Dosing;
  /** One for each parameter of the model. */
  readonly parameters: Readonly<Record<string, PopulationParameter>>;
  /** The literature from which the numbers are rounded. */
  readonly source: string;
}
