import { describeValue } from '../engine/options/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';

/** A value that its codec is not for, or would not bring back as it is. */
export function notEncodable(codec: string, found: string): CacheMemoryError {
  return new CacheMemoryError('NOT_ENCODABLE', {
    subject: `codec '${codec}'`,
    expected: 'a value that comes back as it was',
    found,
    remedy: 'give the region a codec of its own: { name, version, is, toSnapshot, fromSnapshot }',
  });
}

/** Bytes that are not what was kept, or that another codec wrote. */
export function unreadable(key: string, expected: string, found: string): CacheMemoryError {
  return new CacheMemoryError('SNAPSHOT_UNREADABLE', {
    subject: `snapshot of ${describeValue(key)}`,
    expected,
    found,
    remedy: 'nothing is to be done: it counts as a miss and is forgotten',
  });
}

/** A tier that did not answer in time. */
export function tierTimedOut(operation: string, timeoutMs: number): CacheMemoryError {
  return new CacheMemoryError('TIER_TIMEOUT', {
    subject: `tier, ${operation}`,
    expected: `an answer within ${timeoutMs} ms`,
    found: 'none',
    remedy: 'see whether its place is slow or gone, or raise tier.timeout',
  });
}

/** A tier that is not asked. */
export function tierBroken(reason: unknown): CacheMemoryError {
  const problem = {
    subject: 'tier',
    expected: 'a tier that answers',
    found: 'one that failed too often, and is asked again later',
    remedy: 'see the cause',
  };
  return new CacheMemoryError('TIER_BROKEN', problem, { cause: reason });
}
