import { describeValue } from '../options/describe-value.js';
import { CacheMemoryError } from '../errors.js';

/** The error of a disposal that took longer than it may. */
export function disposalTimedOut(key: unknown, drainTimeoutMs: number): CacheMemoryError {
  return new CacheMemoryError('DISPOSAL_TIMEOUT', {
    subject: `disposal of ${describeValue(key)}`,
    expected: `an end within ${drainTimeoutMs} ms`,
    found: 'none',
    remedy: 'mend the disposer or raise drainTimeout; nobody waits for it any more',
  });
}
