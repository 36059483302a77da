import { describeValue } from '../options/describe-value.js';
import { CacheMemoryError } from '../errors.js';

/** Says how many bytes an entry holds: finite and at least 0. Called once for each stored value. */
export type Weigher<K, V> = (value: V, key: K) => number;

/** A weight that has been checked. Throws `INVALID_WEIGHT` for anything but a finite number of at least 0. */
export function checkWeight(weight: unknown): number {
  if (typeof weight === 'number' && weight >= 0 && weight < Infinity) return weight;
  throw new CacheMemoryError('INVALID_WEIGHT', {
    subject: 'weight',
    expected: 'a finite number of bytes, at least 0',
    found: describeValue(weight),
    remedy: "mend the weigher, or the 'weight' given with the value",
  });
}
