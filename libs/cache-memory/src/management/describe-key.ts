import { inspect } from 'node:util';

const LONGEST = 200;

/** A key in words, cut where it is long; of an object one level is shown. */
export function describeKey(key: unknown): string {
  const text =
    typeof key === 'string' ? key : inspect(key, { depth: 1, breakLength: Infinity, maxStringLength: LONGEST });
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
