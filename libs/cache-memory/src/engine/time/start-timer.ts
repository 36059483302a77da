/** The longest that a timer can wait, in milliseconds: about 24.8 days. Node makes anything longer 1 ms. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** A timer that has `work` done after so many milliseconds, or after the longest that a timer can wait. */
export function startTimer(work: () => void, afterMs: number): NodeJS.Timeout {
  return setTimeout(work, Math.min(afterMs, LONGEST_TIMER_MS));
}
