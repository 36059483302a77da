import { describeValue } from './describe-value.js';
import { CacheMemoryError } from '../errors.js';

/** A length of time: milliseconds, or a number with its unit (`ms`, `s`, `m`, `h`, `d`, `w`), such as `'30s'` or `'1.5h'`. */
export type Duration = number | string;

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const PATTERN = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)\s*$/;

/** The milliseconds of a duration, more than 0 and finite. Throws `INVALID_OPTION`, naming `option`, for anything else. */
export function parseDuration(duration: unknown, option: string): number {
  const ms = typeof duration === 'string' ? parseText(duration) : duration;
  if (typeof ms === 'number' && Number.isFinite(ms) && ms > 0) return ms;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: option,
    expected: "milliseconds above 0, or a text such as '500ms', '30s', '10m', '1h', '7d' or '2w'",
    found: describeValue(duration),
    remedy: `write a positive duration, or leave ${option} out`,
  });
}

function parseText(text: string): number | undefined {
  const match = PATTERN.exec(text);
  return match ? Number(match[1]) * UNIT_MS[match[2]!]! : undefined;
}
