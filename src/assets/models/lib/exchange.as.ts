/**
 * The block of linear memory through which the host and a model exchange numbers.
 *
 * The host calls `reserve(doses, times)`, writes into the block that starts at the returned address (64-bit floats):
 *
 *   parameters      8                the slot of each is the value of the exported constant of its name (CL = 0, ...)
 *   doses           3 x doses        start (h), amount (mg), duration (h; 0 is a bolus); sorted by start
 *   times           times            hours, ascending
 *   concentrations  times            written by `simulate(doses, times)`, in mg/L
 *
 * `reserve` may grow the memory, so the host looks at `memory.buffer` only afterwards. Nothing is allocated otherwise:
 * a call leaves no garbage.
 */

const PARAMETERS: i32 = 8;
const DOSE_FIELDS: i32 = 3;

let doseBlock: usize = 0;
let timeBlock: usize = 0;
let resultBlock: usize = 0;

/** Makes room for so many doses and times, and returns the address of the first parameter. */
export function reserve(doses: i32, times: i32): usize {
  const start: usize = (__heap_base + 7) & ~7;
  doseBlock = start + 8 * PARAMETERS;
  timeBlock = doseBlock + 8 * DOSE_FIELDS * (<usize>doses);
  resultBlock = timeBlock + 8 * (<usize>times);
  const end = resultBlock + 8 * (<usize>times);
  const pages = <i32>((end + 0xffff) >> 16);
  const missing = pages - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return start;
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function parameter(slot: i32): f64 {
  return load<f64>(doseBlock - 8 * PARAMETERS + 8 * (<usize>slot));
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function doseStart(dose: i32): f64 {
  return load<f64>(doseBlock + 24 * (<usize>dose));
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function doseAmount(dose: i32): f64 {
  return load<f64>(doseBlock + 24 * (<usize>dose), 8);
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function doseDuration(dose: i32): f64 {
  return load<f64>(doseBlock + 24 * (<usize>dose), 16);
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function time(index: i32): f64 {
  return load<f64>(timeBlock + 8 * (<usize>index));
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function setConcentration(index: i32, value: f64): void {
  store<f64>(resultBlock + 8 * (<usize>index), value);
}
