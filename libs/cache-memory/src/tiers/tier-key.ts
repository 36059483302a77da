/** A key as text, from which it can be read again; `undefined` for what is told apart by identity alone, and so cannot be kept. */
export function writeTierKey(key: unknown): string | undefined {
  switch (typeof key) {
    case 'string':
      return /\p{Surrogate}/u.test(key) ? undefined : `s${key}`;
    case 'number':
      return `n${key}`; // -0 and 0 are one key, as in a Map
    case 'bigint':
      return `i${key}`;
    case 'boolean':
      return key ? 't' : 'f';
    default:
      return key === null ? '0' : undefined;
  }
}

/** The key that a text was written for. */
export function readTierKey(text: string): unknown {
  const rest = text.slice(1);
  switch (text[0]) {
    case 's':
      return rest;
    case 'n':
      return Number(rest);
    case 'i':
      return BigInt(rest);
    case '0':
      return null;
    default:
      return text === 't';
  }
}
