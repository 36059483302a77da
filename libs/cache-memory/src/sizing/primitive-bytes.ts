import { BOXED_NUMBER, STORE_HEADER, SYMBOL, toWords, WORD } from './layout.js';

/** Longest string whose characters are read to learn whether they take one byte or two. */
const MAX_READ_LENGTH = 1 << 22;

// V8 compiles a pattern once for one-byte and once for two-byte strings. In the first this one cannot match, so it
// answers at once whatever the length; in the second it stops at the first character that needs two bytes.
const wideCharacter = /[^\0-\xff]/;

/**
 * Bytes that a string holds. Reading it joins the parts of a concatenation, as any other reader would.
 *
 * A string of over 4,194,304 characters is not read but taken as one-byte. What a slice keeps of its parent cannot be seen.
 */
export function stringBytes(text: string): number {
  const length = text.length;
  if (length <= 1) return length === 0 || text.charCodeAt(0) <= 0xff ? 0 : 24;
  const isWide = length <= MAX_READ_LENGTH && wideCharacter.test(text);
  return toWords(STORE_HEADER + (isWide ? 2 * length : length));
}

/** Bytes that a number holds outside its slot: none for 32-bit integers. */
export function numberBytes(value: number): number {
  return (value | 0) === value && (value !== 0 || 1 / value > 0) ? 0 : BOXED_NUMBER;
}

/** Bytes that a BigInt holds: a header and 64 bits a digit. */
export function bigintBytes(value: bigint): number {
  if (value === 0n) return STORE_HEADER;
  if (BigInt.asIntN(64, value) === value) return STORE_HEADER + WORD;
  const hexDigits = (value < 0n ? -value : value).toString(16).length;
  return STORE_HEADER + WORD * Math.ceil(hexDigits / 16);
}

/** Bytes that a symbol holds, with its description. */
export function symbolBytes(value: symbol): number {
  const description = value.description;
  return description === undefined ? SYMBOL : SYMBOL + stringBytes(description);
}

/** Bytes that any value but an object or a function holds outside its slot. */
export function primitiveBytes(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return stringBytes(value);
    case 'number':
      return numberBytes(value);
    case 'bigint':
      return bigintBytes(value);
    case 'symbol':
      return symbolBytes(value);
    default:
      return 0;
  }
}
