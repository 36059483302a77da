import { CacheMemoryError } from '../errors.js';
import { LONGEST_TIMER_MS } from '../time/start-timer.js';
import { describeValue } from './describe-value.js';
import { parseDuration } from './duration.js';

/** The milliseconds between two rounds of something that recurs, which a timer can wait. Throws `INVALID_OPTION` for anything else. */
export function parseInterval(interval: unknown, option: string): number {
  const ms = parseDuration(interval, option);
  if (ms <= LONGEST_TIMER_MS) return ms;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: option,
    expected: 'at most 24 days',
    found: describeValue(interval),
    remedy: 'make it shorter',
  });
}
