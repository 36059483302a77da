/** A number as it survives JSON: what is not finite is a text. */
export type PlainNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** A number as one that survives JSON. */
export function toPlainNumber(value: number): PlainNumber {
  return Number.isFinite(value) ? value : (String(value) as PlainNumber);
}

/** The number again; what JSON alone has made of one that is not finite, null, is NaN. */
export function fromPlainNumber(plain: PlainNumber | null): number {
  return plain === null ? Number.NaN : Number(plain);
}
