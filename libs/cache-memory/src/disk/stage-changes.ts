import type { DiskChange, PutChange } from './disk-change.js';
import type { DiskIndex } from './disk-index.js';
import { type DiskRecord, diskBytes } from './disk-record.js';

/** A write of the database. */
export type DiskWrite =
  | { readonly type: 'put'; readonly key: string; readonly value: string; readonly valueEncoding: 'utf8' }
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array; readonly valueEncoding: 'view' }
  | { readonly type: 'del'; readonly key: string };

/** Records and small snapshots, by the first letter of their key in the database. */
export const RECORD = 'r';
export const SMALL = 's';

/** What a commit comes to. */
export interface Staging {
  /** The records afterwards; `undefined` for keys that are forgotten. */
  readonly records: Map<string, DiskRecord | undefined>;
  /** The last write of each key of the database. */
  readonly writes: Map<string, DiskWrite>;
  /** Files that nobody needs, because their record did not outlast the commit. */
  readonly orphans: number[];
}

/** Puts changes together, with the evictions that they make necessary. */
export function stageChanges(changes: readonly DiskChange[], index: DiskIndex, maxBytes: number): Staging {
  const staging: Staging = { records: new Map(), writes: new Map(), orphans: [] };
  for (const change of changes) {
    if (change.kind === 'put') put(change, staging);
    else if (change.kind === 'forget') forget(change.key, index, staging);
    else clear(change.tags, index, staging);
  }
  evict(index, maxBytes, staging);
  return staging;
}

/** Takes what was staged over into the index; answers the files that nobody needs any more. */
export function applyStaging({ records, orphans }: Staging, index: DiskIndex): readonly number[] {
  const removed = [...orphans];
  for (const [key, record] of records) {
    const before = index.get(key);
    if (before?.isFile) removed.push(before.serial);
    if (record) index.set(key, record);
    else index.delete(key);
  }
  return removed;
}

function put({ key, record, text, bytes }: PutChange, { records, writes, orphans }: Staging): void {
  const before = records.get(key);
  if (before?.isFile) orphans.push(before.serial);
  records.set(key, record);
  writes.set(RECORD + key, { type: 'put', key: RECORD + key, value: text, valueEncoding: 'utf8' });
  if (bytes) writes.set(SMALL + key, { type: 'put', key: SMALL + key, value: bytes, valueEncoding: 'view' });
  else writes.set(SMALL + key, { type: 'del', key: SMALL + key });
}

function forget(key: string, index: DiskIndex, { records, writes, orphans }: Staging): void {
  if (!records.has(key) && !index.get(key)) return;
  const before = records.get(key);
  if (before?.isFile) orphans.push(before.serial);
  records.set(key, undefined);
  for (const kind of [RECORD, SMALL]) writes.set(kind + key, { type: 'del', key: kind + key });
}

function clear(tags: readonly string[] | undefined, index: DiskIndex, staging: Staging): void {
  const isMeant = (record: DiskRecord): boolean => !tags || record.tags.some((tag) => tags.includes(tag));
  for (const [key, record] of index.entries()) {
    if (!staging.records.has(key) && isMeant(record)) forget(key, index, staging);
  }
  for (const [key, record] of staging.records) if (record && isMeant(record)) forget(key, index, staging);
}

function evict(index: DiskIndex, maxBytes: number, staging: Staging): void {
  let { bytes } = index;
  for (const [key, record] of staging.records) {
    const before = index.get(key);
    bytes += (record ? diskBytes(key, record) : 0) - (before ? diskBytes(key, before) : 0);
  }
  for (const [key, record] of oldestFirst(index, staging)) {
    if (bytes <= maxBytes) return;
    forget(key, index, staging);
    bytes -= diskBytes(key, record);
  }
}

/** What the index has and the commit leaves, then what the commit brings. */
function* oldestFirst(index: DiskIndex, { records }: Staging): Generator<[string, DiskRecord]> {
  for (const [key, record] of index.entries()) if (!records.has(key)) yield [key, record];
  for (const [key, record] of records) if (record) yield [key, record];
}
