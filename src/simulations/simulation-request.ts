import type { Dosing } from '../models/dosing.js';
import { InputObject } from './input-object.js';
import { InvalidInputException } from './invalid-input.exception.js';
import { countTimes } from './simulation-plan.js';

const DOSING_FIELDS = ['doseMg', 'intervalHours', 'doses', 'infusionHours'];
const FIELDS = ['drug', 'model', 'parameters', 'dosing', 'patients', 'seed', 'hours', 'step', 'keep'];

/** What is to be simulated: a drug of the table, or a model with its own numbers. */
export type SimulationSubject =
  | { readonly drug: string; readonly dosing: Partial<Dosing> }
  | { readonly model: string; readonly parameters: unknown; readonly dosing: Dosing };

/** A request whose every field is read and in range, except the parameters, which only their model can judge. */
export interface SimulationRequest {
  readonly subject: SimulationSubject;
  readonly patients: number;
  readonly seed: number;
  readonly hours: number;
  readonly step: number;
}

/** How much may be asked for at once. */
export interface RequestLimits {
  readonly patients: number;
  readonly times: number;
  /** Patients x times. */
  readonly values: number;
  /** What to do where it is more. */
  readonly remedy: string;
}

/** Of an answer that is made in memory. */
const ANSWERED: RequestLimits = {
  patients: 100_000,
  times: 10_000,
  values: 20_000_000,
  remedy: 'lower patients or hours, raise step, or send keep: true to have it written to the store',
};

/** Reads the body of `POST /simulations`. Throws `InvalidInputException` (400). */
export function parseSimulationRequest(body: unknown, limits: RequestLimits = ANSWERED): SimulationRequest {
  const input = new InputObject('', body, FIELDS);
  const hours = input.number('hours', { least: 0.01, most: 8760, fallback: 24 });
  const request = {
    subject: parseSubject(input),
    patients: input.number('patients', { least: 1, most: limits.patients, isWhole: true, fallback: 1000 }),
    seed: input.number('seed', { least: 0, most: 2 ** 32 - 1, isWhole: true, fallback: 1 }),
    hours,
    step: input.number('step', { least: 0.001, most: hours, fallback: Math.min(0.5, hours) }),
  };
  refuseTooMuch(request, limits);
  return request;
}

function parseSubject(input: InputObject): SimulationSubject {
  if (input.has('drug') === input.has('model')) {
    const found = input.has('drug') ? 'both' : 'neither';
    throw new InvalidInputException(
      '',
      "either 'drug' or 'model'",
      found,
      "send one of them, for example drug: 'theophylline'",
    );
  }
  if (input.has('model')) {
    const dosing = parseDosing(input.get('dosing'), { doses: 1, infusionHours: 0 });
    return { model: input.text('model'), parameters: input.get('parameters'), dosing: dosing as Dosing };
  }
  if (input.has('parameters')) {
    const remedy = "leave them out, or send 'model' instead of 'drug'";
    throw new InvalidInputException('parameters', 'nothing beside a drug', input.get('parameters'), remedy);
  }
  return { drug: input.text('drug'), dosing: input.has('dosing') ? parseDosing(input.get('dosing')) : {} };
}

/** With defaults, every field is there afterwards; without, only those that were sent. */
function parseDosing(value: unknown, defaults?: Partial<Dosing>): Partial<Dosing> {
  const input = new InputObject('dosing', value, DOSING_FIELDS);
  const isWanted = (field: string): boolean => defaults !== undefined || input.has(field);
  const optional = (fallback: number | undefined): { fallback?: number } =>
    fallback === undefined ? {} : { fallback };
  const doses = isWanted('doses')
    ? input.number('doses', { least: 1, most: 1000, isWhole: true, ...optional(defaults?.doses) })
    : undefined;
  return {
    ...(isWanted('doseMg') && { doseMg: input.number('doseMg', { least: 1e-6, most: 1e6 }) }),
    ...(isWanted('intervalHours') && {
      intervalHours: input.number('intervalHours', { least: 0.01, most: 8760, ...(doses === 1 && { fallback: 24 }) }),
    }),
    ...(doses !== undefined && { doses }),
    ...(isWanted('infusionHours') && {
      infusionHours: input.number('infusionHours', { least: 0, most: 8760, ...optional(defaults?.infusionHours) }),
    }),
  };
}

function refuseTooMuch(
  request: Pick<SimulationRequest, 'patients' | 'hours' | 'step'>,
  { times: mostTimes, values: mostValues, remedy }: RequestLimits,
): void {
  const times = countTimes(request);
  if (times > mostTimes) {
    const expected = `at most ${mostTimes} times (hours / step)`;
    throw new InvalidInputException('step', expected, times, 'raise step or lower hours');
  }
  const values = times * request.patients;
  if (values > mostValues) {
    const expected = `at most ${mostValues} concentrations (patients x times)`;
    throw new InvalidInputException('patients', expected, values, remedy);
  }
}
