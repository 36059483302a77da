/** The largest partial quotient that is allowed: with larger ones, consecutive keys crowd in places. */
const MOST_QUOTIENT = 3;
/** The remainder of 2^32 from which the fraction need not be looked at any further: places are not told apart more finely. */
const REMAINDER = 2 ** 7;
/** Partial quotients that settle 32 bits of a fraction, no matter how small they are. */
const LENGTH = 32;

/**
 * A multiplier for multiply-shift hashing by which consecutive keys lie evenly apart, as they do by the golden ratio (Knuth,
 * TAOCP 3, 6.4, theorem S), but which nobody can guess: its ratio to 2^32 has a continued fraction of small partial quotients,
 * drawn at random.
 */
export function spreadMultiplier(random: () => number = Math.random): number {
  let ratio = 0;
  for (let drawn = 0; drawn < LENGTH; drawn++) ratio = 1 / (1 + Math.floor(random() * MOST_QUOTIENT) + ratio);
  let multiplier = Math.floor(ratio * 2 ** 32) | 1;
  while (!isSpreading(multiplier >>> 0)) multiplier += 2; // the last of them were lost in rounding
  return multiplier >>> 0;
}

/** Whether consecutive multiples of a number, taken modulo 2^32, lie evenly apart. */
export function isSpreading(multiplier: number): boolean {
  let whole = 2 ** 32;
  let part = multiplier;
  while (whole > REMAINDER) {
    if (whole >= (MOST_QUOTIENT + 1) * part) return false;
    let rest = whole;
    while (rest >= part) rest -= part;
    whole = part;
    part = rest;
  }
  return true;
}
