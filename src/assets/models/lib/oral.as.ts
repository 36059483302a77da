import { doseAmount, doseStart, setConcentration, time } from './exchange.as';
import { remaining, transferred } from './decay.as';

/**
 * Concentrations after doses that are absorbed from the gut at the first-order rate `ka`, in a disposition of two modes
 * (weight `w`, rate `l`; `w2` = 0 makes it one).
 *
 * Amounts are carried from one time to the next, gut and modes, which is superposition of the doses without a sum over
 * all of them at each time: the work is proportional to doses + times. The step is the exact solution, not an
 * approximation, so its length does not matter. On an even grid the factors of a step are computed once.
 */
export function oral(ka: f64, f: f64, volume: f64, w1: f64, l1: f64, w2: f64, l2: f64, doses: i32, times: i32): void {
  let gut: f64 = 0;
  let first: f64 = 0;
  let second: f64 = 0;
  let dose: i32 = 0;
  let now: f64 = doses > 0 ? Math.min(doseStart(0), time(0)) : time(0);
  let step: f64 = -1;
  let gutLeft: f64 = 1;
  let firstLeft: f64 = 1;
  let secondLeft: f64 = 1;
  let toFirst: f64 = 0;
  let toSecond: f64 = 0;

  for (let index: i32 = 0; index < times; index++) {
    const then = time(index);
    const h = then - now;
    if (Math.abs(h - step) > 1e-12 * then) {
      step = h;
      gutLeft = remaining(ka, h);
      firstLeft = remaining(l1, h);
      toFirst = w1 * ka * transferred(ka, l1, h);
      if (w2 != 0) {
        secondLeft = remaining(l2, h);
        toSecond = w2 * ka * transferred(ka, l2, h);
      }
    }
    first = first * firstLeft + gut * toFirst;
    second = second * secondLeft + gut * toSecond;
    gut *= gutLeft;

    for (; dose < doses && doseStart(dose) <= then; dose++) {
      const since = then - doseStart(dose);
      const amount = f * doseAmount(dose);
      first += amount * w1 * ka * transferred(ka, l1, since);
      if (w2 != 0) second += amount * w2 * ka * transferred(ka, l2, since);
      gut += amount * remaining(ka, since);
    }
    now = then;
    setConcentration(index, (first + second) / volume);
  }
}
