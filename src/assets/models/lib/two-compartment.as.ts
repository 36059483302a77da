/**
 * The two modes of a two-compartment disposition with elimination from the central compartment.
 *
 *   k10 = CL/V, k12 = Q/V, k21 = Q/V2
 *   alpha + beta = k10 + k12 + k21,  alpha beta = k10 k21
 *   unit bolus: (alpha - k21)/(alpha - beta) exp(-alpha t) + (k21 - beta)/(alpha - beta) exp(-beta t)
 *
 * (Gibaldi and Perrier 1982, chapter 2.) `beta` and the smaller weight are taken from products, (alpha - k21)(k21 -
 * beta) = k12 k21, so that a slow or faint phase keeps its digits; the discriminant is a sum of squares, so that it
 * cannot become negative by rounding.
 */

export let alpha: f64 = 0;
export let beta: f64 = 0;
export let alphaWeight: f64 = 0;
export let betaWeight: f64 = 0;

export function findModes(cl: f64, v: f64, q: f64, v2: f64): void {
  const k10 = cl / v;
  const k12 = q / v;
  const k21 = q / v2;
  const root = Math.sqrt((k10 + k12 - k21) * (k10 + k12 - k21) + 4 * k12 * k21);
  alpha = 0.5 * (k10 + k12 + k21 + root);
  beta = (k10 * k21) / alpha;
  const excess = k10 + k12 - k21;
  const larger = 0.5 * (Math.abs(excess) + root);
  const smaller = (k12 * k21) / larger;
  alphaWeight = (excess >= 0 ? larger : smaller) / root;
  betaWeight = (excess >= 0 ? smaller : larger) / root;
}
