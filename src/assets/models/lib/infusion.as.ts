import { doseAmount, doseDuration, doseStart, setConcentration, time } from './exchange.as';
import { infused, remaining } from './decay.as';

/**
 * Concentrations during and after infusions at a constant rate (duration 0: a bolus) into a disposition of two modes
 * (weight `w`, rate `l`; `w2` = 0 makes it one). Infusions may overlap.
 *
 * Amounts are carried from one time to the next by the exact solution: what was there decays, and each infusion that
 * runs within the step adds what its share of the step leaves at the end of it.
 */
export function infusion(volume: f64, w1: f64, l1: f64, w2: f64, l2: f64, doses: i32, times: i32): void {
  let first: f64 = 0;
  let second: f64 = 0;
  let finished: i32 = 0;
  let now: f64 = doses > 0 ? Math.min(doseStart(0), time(0)) : time(0);
  let step: f64 = -1;
  let firstLeft: f64 = 1;
  let secondLeft: f64 = 1;
  let atStart = true;

  for (let index: i32 = 0; index < times; index++) {
    const then = time(index);
    const h = then - now;
    if (Math.abs(h - step) > 1e-12 * then) {
      step = h;
      firstLeft = remaining(l1, h);
      if (w2 != 0) secondLeft = remaining(l2, h);
    }
    first *= firstLeft;
    second *= secondLeft;

    for (let dose: i32 = finished; dose < doses && doseStart(dose) <= then; dose++) {
      const start = doseStart(dose);
      const duration = doseDuration(dose);
      const end = start + duration;
      if (duration > 0) {
        const from = Math.max(start, now);
        const to = Math.min(end, then);
        if (to > from) {
          const rate = doseAmount(dose) / duration;
          first += rate * w1 * infused(l1, to - from) * remaining(l1, then - to);
          if (w2 != 0) second += rate * w2 * infused(l2, to - from) * remaining(l2, then - to);
        }
      } else if (start > now || (atStart && start == now)) {
        first += doseAmount(dose) * w1 * remaining(l1, then - start);
        if (w2 != 0) second += doseAmount(dose) * w2 * remaining(l2, then - start);
      }
    }
    while (finished < doses && doseStart(finished) + doseDuration(finished) <= then) finished++;
    atStart = false;
    now = then;
    setConcentration(index, (first + second) / volume);
  }
}
