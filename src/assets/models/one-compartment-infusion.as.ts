/**
 * One compartment, infusion at a constant rate, first-order elimination (Gibaldi and Perrier 1982, chapter 1).
 *
 *   during:  C(t) = R/CL (1 - exp(-k t)),  R = D/T, k = CL/V
 *   after:   C(t) = C(T) exp(-k (t - T)), for each dose D over T hours; doses superpose
 */
import { parameter } from './lib/exchange.as';
import { infusion } from './lib/infusion.as';

export { reserve } from './lib/exchange.as';

/** Clearance, L/h. */
export const CL: i32 = 0;
/** Volume of distribution, L. */
export const V: i32 = 1;

export function simulate(doses: i32, times: i32): void {
  infusion(parameter(V), 1, parameter(CL) / parameter(V), 0, 0, doses, times);
}
