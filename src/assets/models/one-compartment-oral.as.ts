/**
 * One compartment, first-order absorption and elimination (Gibaldi and Perrier 1982, chapter 1).
 *
 *   C(t) = F D ka / (V (ka - k)) (exp(-k t) - exp(-ka t)),  k = CL/V, for each dose D; doses superpose
 */
import { parameter } from './lib/exchange.as';
import { oral } from './lib/oral.as';

export { reserve } from './lib/exchange.as';

/** Clearance, L/h. */
export const CL: i32 = 0;
/** Volume of distribution, L. */
export const V: i32 = 1;
/** Absorption rate constant, 1/h. */
export const ka: i32 = 2;
/** Bioavailable fraction, 0 to 1. */
export const F: i32 = 3;

export function simulate(doses: i32, times: i32): void {
  oral(parameter(ka), parameter(F), parameter(V), 1, parameter(CL) / parameter(V), 0, 0, doses, times);
}
