import { type ByteSize, parseByteSize } from '../engine/options/byte-size.js';
import { describeValue } from '../engine/options/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';
import { must, readOptions } from '../engine/options/option-rules.js';

/** What `POST memory/evict` asks for. */
export interface EvictRequest {
  readonly region: string | undefined;
  /** A share, 0 to 1, of what may be evicted, or bytes such as `'64MB'`. */
  readonly amount: ByteSize;
}

const rules = {
  region: must<string>('the name of a region', (value) => typeof value === 'string'),
  fraction: must<number>(
    'a share above 0 and at most 1',
    (value) => typeof value === 'number' && value > 0 && value <= 1,
  ),
  bytes: (value: unknown, option: string) => parseByteSize(value, option),
};

/** Reads the body of `POST memory/evict`: all that may be evicted unless it says less. Throws `INVALID_OPTION` or `UNKNOWN_OPTION`. */
export function readEvictRequest(body: unknown): EvictRequest {
  const { region, fraction, bytes } = readOptions(body ?? {}, rules, 'body');
  if (fraction !== undefined && bytes !== undefined) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'body',
      expected: 'a fraction or bytes',
      found: `${describeValue(fraction)} and ${bytes} bytes`,
      remedy: 'leave one of them out',
    });
  }
  return { region, amount: bytes === undefined ? (fraction ?? 1) : `${bytes}B` };
}
