import { describeValue } from './describe-value.js';
import { CacheMemoryError } from '../errors.js';

/**
 * An amount of memory: whole bytes, or a number with its unit (`B`, `KB`, `MB`, `GB`, `TB`), such as `'512MB'`.
 * The units are powers of 1024, as in Node's own `--max-old-space-size`; `KiB`, `MiB`, `GiB`, `TiB` say the same.
 */
export type ByteSize = number | string;

const POWER: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4 };
const PATTERN = /^\s*(\d+(?:\.\d+)?)\s*(?:(b)|([kmgt])i?b)\s*$/i;

/** The bytes of an amount, a safe integer above 0. Throws `INVALID_OPTION`, naming `option`, for anything else. */
export function parseByteSize(size: unknown, option: string): number {
  const bytes = typeof size === 'string' ? parseText(size) : size;
  if (typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: option,
    expected: "a whole number of bytes above 0, or a text such as '64MB' or '2GB'",
    found: describeValue(size),
    remedy: `write a positive size, or leave ${option} out`,
  });
}

function parseText(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const unit = (match[2] ?? match[3])!.toLowerCase();
  return Math.round(Number(match[1]) * 1024 ** POWER[unit]!);
}
