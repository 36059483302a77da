import { types } from 'node:util';

const LONGEST = 60;

/** A short text for a value in an error message. */
export function describeCell(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return value.length > LONGEST ? `'${value.slice(0, LONGEST)}…'` : `'${value}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString();
  return Array.isArray(value) ? `an array of ${value.length}` : `a value of type ${typeof value}`;
}
