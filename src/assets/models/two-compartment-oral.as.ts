/**
 * Two compartments, first-order absorption, elimination from the central one (Gibaldi and Perrier 1982, chapter 2).
 *
 *   C(t) = F D ka / V (A g(ka, alpha, t) + B g(ka, beta, t)),  g(a, b, t) = (exp(-a t) - exp(-b t)) / (b - a)
 *   A, B, alpha, beta: see lib/two-compartment.as.ts; doses superpose
 */
import { parameter } from './lib/exchange.as';
import { oral } from './lib/oral.as';
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
/** Absorption rate constant, 1/h. */
export const ka: i32 = 4;
/** Bioavailable fraction, 0 to 1. */
export const F: i32 = 5;

export function simulate(doses: i32, times: i32): void {
  findModes(parameter(CL), parameter(V), parameter(Q), parameter(V2));
  oral(parameter(ka), parameter(F), parameter(V), alphaWeight, alpha, betaWeight, beta, doses, times);
}
