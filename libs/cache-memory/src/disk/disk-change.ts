import type { DiskRecord } from './disk-record.js';

/** A change of the store that waits to be committed. */
export type DiskChange = PutChange | ForgetChange | ClearChange;

/** A snapshot is kept; a large one's file is there already. */
export interface PutChange {
  readonly kind: 'put';
  readonly key: string;
  readonly record: DiskRecord;
  readonly text: string;
  /** The bytes, unless they are a file. */
  readonly bytes: Uint8Array | undefined;
}

/** A key is forgotten. */
export interface ForgetChange {
  readonly kind: 'forget';
  readonly key: string;
}

/** What carries one of the tags is forgotten; without tags, everything. */
export interface ClearChange {
  readonly kind: 'clear';
  readonly tags: readonly string[] | undefined;
}
