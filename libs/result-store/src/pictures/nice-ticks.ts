/** Ticks are written with so many digits: within a few of the last there is no room for several. */
const DIGITS = 12;

/** Round numbers from `min` to `max`, about `count` of them, with steps of 1, 2 or 5; `min` alone where they are too near for that. */
export function niceTicks(min: number, max: number, count: number): number[] {
  const widest = Math.max(Math.abs(min), Math.abs(max));
  if (!(max - min > widest * 10 ** (2 - DIGITS))) return [min];
  const step = niceStep(max / count - min / count);
  if (!(step > 0)) return [min];
  const first = Math.ceil(min / step);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(DIGITS)));
}

/** The least round number from `rough` on; 0 where that is too small for one. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10);
}
