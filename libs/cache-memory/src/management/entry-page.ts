import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntryInfo } from '../engine/entries/entry-info.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { describeKey } from './describe-key.js';
import type { EntryOrder, EntryPageRequest } from './entry-page-request.js';

/** One entry as the endpoints show it: never its value, and its key only where that is allowed. */
export type ListedEntry = Omit<EntryInfo<unknown>, 'key'> & { readonly key?: string };

/** A page of a region's entries. */
export interface EntryPage {
  readonly region: string;
  /** Entries in the region when it was read. */
  readonly total: number;
  readonly offset: number;
  readonly entries: readonly ListedEntry[];
}

/** Entries that are read before the event loop has its turn. */
const SLICE = 1_000;

/** Reads a page of entries, a slice a turn, so that no region is too large; entries that come or go meanwhile may be missed. */
export async function readEntryPage(
  cache: MethodInstanceCache,
  { offset, limit, order }: EntryPageRequest,
  showKeys: boolean,
): Promise<EntryPage> {
  const end = offset + limit;
  let kept: EntryInfo<unknown>[] = [];
  let seen = 0;
  for (const entry of cache.entries()) {
    kept.push(entry);
    if (order === 'none' && kept.length === end) break;
    if (++seen % SLICE > 0) continue;
    if (order !== 'none') kept = first(kept, order, end);
    await nextTurn();
  }
  const page = first(kept, order, end).slice(offset);
  const entries = page.map((entry) => listed(entry, showKeys));
  return { region: cache.region, total: cache.size, offset, entries };
}

function listed({ key, ...rest }: EntryInfo<unknown>, showKeys: boolean): ListedEntry {
  return showKeys ? { key: describeKey(key), ...rest } : rest;
}

const RANKS: Readonly<Record<Exclude<EntryOrder, 'none'>, (entry: EntryInfo<unknown>) => number>> = {
  accesses: ({ accesses }) => accesses ?? 0,
  cost: ({ costMs }) => costMs,
  weight: ({ weight }) => weight,
  age: ({ ageMs }) => ageMs ?? 0,
  idle: ({ idleMs }) => idleMs ?? 0,
};

function first(entries: readonly EntryInfo<unknown>[], order: EntryOrder, count: number): EntryInfo<unknown>[] {
  if (order === 'none') return entries.slice(0, count);
  const rank = RANKS[order];
  return entries.toSorted((one, other) => rank(other) - rank(one)).slice(0, count);
}
