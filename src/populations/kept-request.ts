import { InvalidInputException } from '../simulations/invalid-input.exception.js';
import {
  parseSimulationRequest,
  type RequestLimits,
  type SimulationRequest,
} from '../simulations/simulation-request.js';

/** Of a population that goes to the store: it is never in memory as a whole. */
const KEPT: RequestLimits = {
  patients: 10_000_000,
  times: 1_000,
  values: 1_000_000_000,
  remedy: 'lower patients or hours, or raise step',
};

/** Whether a request wants its population kept in the store. Throws `InvalidInputException` (400) for anything but true or false. */
export function wantsKeeping(body: unknown): boolean {
  const keep = typeof body === 'object' && body !== null && 'keep' in body ? body.keep : false;
  if (typeof keep === 'boolean') return keep;
  throw new InvalidInputException('keep', 'true or false', keep, 'send keep: true to have the population stored');
}

/** Reads a request whose population is kept. Throws `InvalidInputException` (400). */
export function parseKeptRequest(body: unknown): SimulationRequest {
  return parseSimulationRequest(body, KEPT);
}
