import { reasonOf } from '../options/reason-of.js';

const MINUTE_MS = 60_000;

/**
 * Answers what warns the process, as `CacheMemoryWarning`, of an error of what goes on behind everybody's back and ends nothing: at most
 * once a minute. `what` failed, in words.
 */
export function warnOfFailures(what: string): (error: unknown) => void {
  let warnedAtMs = -Infinity;
  return (error) => {
    const nowMs = performance.now();
    if (nowMs - warnedAtMs < MINUTE_MS) return;
    warnedAtMs = nowMs;
    process.emitWarning(`${what} failed: ${reasonOf(error)}`, 'CacheMemoryWarning');
  };
}
