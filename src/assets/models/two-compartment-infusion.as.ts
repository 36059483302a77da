/**
 * Two compartments, infusion at a constant rate into the central one, elimination from it (Gibaldi and Perrier 1982,
 * chapter 2).
 *
 *   during:  C(t) = R/V (A (1 - exp(-alpha t))/alpha + B (1 - exp(-beta t))/beta),  R = D/T
 *   after:   each term decays at its own rate; A, B, alpha, beta: see lib/two-compartment.as.ts; doses superpose
 */
import { parameter } from './lib/exchange.as';
import { infusion } from './lib/infusion.as';
import { alpha, alphaWeight, beta, betaWeight, findModes } from './lib/two-compartment.as';

export { reserve } from './lib/exchange.as';

/** Clearance, L/h. */
export const CL: i32 = 0;
/** Volume of the central compartment, L. */
export const V: i32 = 1;
/** Clearance between the compartments, L/h. */
export const Q: i32 = 2;
/** Volume of the peripheral compartment, L. */
export const V2: i32 = 3;

export function simulate(doses: i32, times: i32): void {
  findModes(parameter(CL), parameter(V), parameter(Q), parameter(V2));
  infusion(parameter(V), alphaWeight, alpha, betaWeight, beta, doses, times);
}
