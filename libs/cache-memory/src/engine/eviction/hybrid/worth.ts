/** Worths are told apart in units of so many to an octave: a worth is a whole number, its binary logarithm in units. */
export const UNITS_PER_OCTAVE = 1_024;
/** Costs and weights are told apart in steps of so many to an octave. */
const STEPS_PER_OCTAVE = 4;
/** Units in a step of cost or weight. */
export const UNITS_PER_STEP: number = UNITS_PER_OCTAVE / STEPS_PER_OCTAVE;
const MOST_STEP = 255;
/** The step of a cost of 1 ms, so that a nanosecond has one, too. */
const MILLISECOND = 80;
/** The typical cost follows about so many newcomers. */
const MEMORY = 1_000;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/**
 * The binary logarithm in steps, rounded down: the exponent of a 32-bit float with the first bits behind it, which cut an octave into
 * equal parts rather than equal ratios.
 */
function logStep(value: number): number {
  float[0] = value;
  return (bits[0]! >> 21) - 127 * STEPS_PER_OCTAVE;
}

/** The logarithm of a weight in bytes as a whole number up to 255; nothing weighs less than a byte. */
export function weightStep(weight: number): number {
  return weight > 1 ? Math.min(MOST_STEP, logStep(weight)) : 0;
}

/** What entries cost that tell, so that those that do not tell can be taken for typical ones. */
export class TypicalCost {
  #known = 0;
  #meanStep = MILLISECOND;
  #typicalStep = MILLISECOND;

  /** Whether no entry told what it cost. */
  get isUnknown(): boolean {
    return this.#known === 0;
  }

  /** The logarithm of a newcomer's cost in milliseconds as a whole number up to 255; that of a typical one where it is 0. */
  step(cost: number): number {
    if (!(cost > 0)) return this.#typicalStep;
    const within = Math.min(MOST_STEP, Math.max(0, MILLISECOND + logStep(cost)));
    if (this.#known < MEMORY) this.#known++;
    this.#meanStep += (within - this.#meanStep) / this.#known;
    this.#typicalStep = Math.round(this.#meanStep);
    return within;
  }
}
