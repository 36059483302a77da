/**
 * The integrals of which every linear compartment model consists.
 *
 * The disposition of a linear model is a sum of modes, c(t) = sum of w_i exp(-l_i t) for a unit bolus; a dose of any
 * shape is the convolution of its input with that sum, and doses superpose (Gibaldi M, Perrier D. Pharmacokinetics,
 * 2nd ed. New York: Marcel Dekker; 1982, chapters 1 to 3 and appendix B).
 */

/** Fraction that remains after h hours of first-order decay at rate `lambda`: exp(-lambda h). */
// @ts-ignore: decorator of AssemblyScript
@inline
export function remaining(lambda: f64, h: f64): f64 {
  return Math.exp(-lambda * h);
}

/**
 * Integral over 0..h of exp(-a s) exp(-b (h - s)) ds: what a source that decays at rate `a` has left in a mode that
 * decays at rate `b`, per unit of transfer.
 *
 * The textbook form (exp(-a h) - exp(-b h)) / (b - a) is 0/0 at a = b (absorption as fast as elimination, which a
 * simulated population does meet). This one is exact there and beside it: expm1 keeps the digits, and the smaller rate
 * is taken out so that no exponential overflows.
 */
export function transferred(a: f64, b: f64, h: f64): f64 {
  const slow = Math.min(a, b);
  const gap = Math.abs(a - b);
  const share = gap * h < 1e-12 ? h : -Math.expm1(-gap * h) / gap;
  return Math.exp(-slow * h) * share;
}

/** Integral over 0..h of exp(-lambda s) ds: what h hours of a unit infusion leave in a mode. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function infused(lambda: f64, h: f64): f64 {
  return lambda * h < 1e-12 ? h : -Math.expm1(-lambda * h) / lambda;
}
