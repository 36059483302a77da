/** How much of a drug one patient met. */
export interface Exposure {
  /** Highest concentration at the simulated times, mg/L. */
  readonly cmax: number;
  /** The first time at which it is reached, h. */
  readonly tmax: number;
  /** Area under the concentrations over the simulated hours by the linear trapezoidal rule, mg h/L. */
  readonly auc: number;
}

/** The exposure that a patient's concentrations amount to. */
export function exposure(times: Float64Array, concentrations: Float64Array): Exposure {
  let cmax = -Infinity;
  let tmax = 0;
  let auc = 0;
  let time = 0;
  let value = 0;
  for (let index = 0; index < times.length; index++) {
    const then = times[index] ?? NaN;
    const next = concentrations[index] ?? NaN;
    if (index > 0) auc += 0.5 * (value + next) * (then - time);
    if (next > cmax) {
      cmax = next;
      tmax = then;
    }
    time = then;
    value = next;
  }
  return { cmax, tmax, auc };
}
