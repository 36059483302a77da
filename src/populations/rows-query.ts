import type { Query } from 'nestjs-result-store';
import { InvalidInputException } from '../simulations/invalid-input.exception.js';

const BOUNDS = { patientFrom: 'patient', patientTo: 'patient', timeFrom: 'time', timeTo: 'time' } as const;
const KNOWN = ['columns', ...Object.keys(BOUNDS)];

/**
 * Reads the query of `GET /simulations/:id/rows`: `columns=patient,time`, and bounds by `patientFrom`, `patientTo`, `timeFrom`
 * and `timeTo`, both ends included. Throws `InvalidInputException` (400).
 */
export function parseRowsQuery(query: Readonly<Record<string, unknown>>): Query {
  const stranger = Object.keys(query).find((name) => !KNOWN.includes(name));
  if (stranger !== undefined) {
    throw new InvalidInputException(stranger, `a query of ${KNOWN.join(', ')}`, query[stranger], 'leave it out');
  }
  const bound = (name: keyof typeof BOUNDS): number | undefined => {
    const text = query[name];
    if (text === undefined) return undefined;
    const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
    if (Number.isFinite(value) && (BOUNDS[name] === 'time' || Number.isSafeInteger(value))) return value;
    throw new InvalidInputException(name, 'a number', text, 'send a number, whole for patients');
  };
  const { columns } = query;
  if (columns !== undefined && typeof columns !== 'string') {
    throw new InvalidInputException('columns', 'names with commas between', columns, 'send it once');
  }
  return {
    ...(columns !== undefined && { columns: columns.split(',') }),
    where: {
      ...range('patient', bound('patientFrom'), bound('patientTo')),
      ...range('time', bound('timeFrom'), bound('timeTo')),
    },
  };
}

function range(column: string, atLeast: number | undefined, atMost: number | undefined): NonNullable<Query['where']> {
  return atLeast === undefined && atMost === undefined ? {} : { [column]: { atLeast, atMost } };
}
