import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';

/** The text of a value. Throws `INVALID_VALUE` for what JSON has no text for. */
export function encodeValue(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw unfit(value, cause);
  }
  if (text === undefined) throw unfit(value);
  return text;
}

/** The key as a text. Throws `INVALID_KEY`. */
export function encodeKey(key: unknown): string {
  if (typeof key === 'string' && key.length > 0) return key;
  if (typeof key === 'number' && Number.isFinite(key)) return String(key);
  throw new CacheMemoryError('INVALID_KEY', {
    subject: 'key',
    expected: 'a text that is not empty, or a number',
    found: describeValue(key),
    remedy: 'make a text of it',
  });
}

function unfit(value: unknown, cause?: unknown): CacheMemoryError {
  return new CacheMemoryError(
    'INVALID_VALUE',
    {
      subject: 'value',
      expected: 'something that JSON can write',
      found: cause instanceof Error ? cause.message : describeValue(value),
      remedy: 'store plain data, or a text of your own making',
    },
    { cause },
  );
}
