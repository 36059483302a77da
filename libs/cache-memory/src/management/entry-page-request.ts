import { must, oneOf, readOptions } from '../engine/options/option-rules.js';

/** What stands first: the most hits, the dearest load, the heaviest, the oldest, the longest unused; or as they come. */
export type EntryOrder = 'none' | 'accesses' | 'cost' | 'weight' | 'age' | 'idle';

/** Which entries are asked for. */
export interface EntryPageRequest {
  readonly offset: number;
  readonly limit: number;
  readonly order: EntryOrder;
}

const MOST = 500;
const FARTHEST = 10_000;

function wholeNumber(from: number, to: number): (value: unknown, option: string) => number {
  const check = must<string>(
    `a whole number from ${from} to ${to}`,
    (value) => typeof value === 'string' && /^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to,
  );
  return (value, option) => Number(check(value, option));
}

const rules = {
  offset: wholeNumber(0, FARTHEST),
  limit: wholeNumber(1, MOST),
  order: oneOf<EntryOrder>(['none', 'accesses', 'cost', 'weight', 'age', 'idle']),
};

/** Reads the query of `GET :region/entries`: `offset` 0, `limit` 50, `order` none unless said. Throws `INVALID_OPTION` or `UNKNOWN_OPTION`. */
export function readEntryPageRequest(query: unknown): EntryPageRequest {
  const { offset = 0, limit = 50, order = 'none' } = readOptions({ ...(query as object) }, rules, 'query');
  return { offset, limit, order };
}
