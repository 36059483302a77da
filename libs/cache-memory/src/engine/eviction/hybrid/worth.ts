/** Costs and weights are told apart in steps of so many to an octave. */
const STEPS_PER_OCTAVE = 4;
const MOST_STEP = 255;
/** The step of a cost of 1 ms, so that a nanosecond has one, too. */
const MILLISECOND = 80;
/** The typical cost follows about so many newcomers. */
const MEMORY = 1_000;

const FACTORS = Float64Array.from(
  { length: 2 * MOST_STEP + 1 },
  (_, place) => 2 ** ((place - MOST_STEP - MILLISECOND) / STEPS_PER_OCTAVE),
);

/** The cost divided by the weight, both given as steps. */
export function costPerWeight(costStep: number, weightStep: number): number {
  return FACTORS[costStep - weightStep + MOST_STEP]!;
}

/** The logarithm of a weight in bytes as a whole number up to 255; nothing weighs less than a byte. */
export function weightStep(weight: number): number {
  return weight > 1 ? Math.min(MOST_STEP, Math.round(STEPS_PER_OCTAVE * Math.log2(weight))) : 0;
}

/** What entries cost that tell, so that those that do not tell can be taken for typical ones. */
export class TypicalCost {
  #known = 0;
  #meanStep = MILLISECOND;

  /** The logarithm of a newcomer's cost in milliseconds as a whole number up to 255; that of a typical one where it is 0. */
  step(cost: number): number {
    if (!(cost > 0)) return Math.round(this.#meanStep);
    const step = Math.round(MILLISECOND + STEPS_PER_OCTAVE * Math.log2(cost));
    const within = Math.min(MOST_STEP, Math.max(0, step));
    this.#known = Math.min(MEMORY, this.#known + 1);
    this.#meanStep += (within - this.#meanStep) / this.#known;
    return within;
  }
}
