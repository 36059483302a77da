import { crc32 } from 'node:zlib';
import { CacheMemoryError } from '../engine/errors.js';
import type { Snapshot } from '../tiers/snapshot.js';
import type { Tier } from '../tiers/tier.js';
import type { DiskChange } from './disk-change.js';
import { writeRecord } from './disk-record.js';
import type { DiskStore } from './disk-store.js';
import { DoubtfulChanges } from './doubtful-changes.js';

/** Snapshots of more bytes are files of their own. */
const LARGE_BYTES = 64 * 1024;

/** The most changes that are committed together. */
const MOST_TOGETHER = 256;

interface Waiting {
  readonly change: DiskChange;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The files of one region, by what has to be done to them besides the store's own work. */
export interface DiskFolder {
  /** Opens the store anew, by who knows of so many commits. */
  reopen(commits: number): Promise<DiskStore>;
  /** Has it emptied when another process opens it. */
  discredit(): Promise<void>;
}

/**
 * The tier of one region on disk. Changes that come while others are being committed are committed together after them. After a
 * failure the store is opened anew, because nobody knows what was written; and until what failed has been made up for, it is
 * discredited, so that a process that starts after this one was killed finds nothing stale. Closing waits for what is under way, and
 * nothing is opened after it.
 */
export class DiskTier implements Tier {
  #store: Promise<DiskStore> | undefined;
  #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;
  #nextSerial = 0;
  #commits: number;
  readonly #doubtful = new DoubtfulChanges();
  readonly #underWay = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(
    store: DiskStore,
    private readonly folder: DiskFolder,
  ) {
    this.#store = Promise.resolve(store);
    this.#commits = store.index.commits;
  }

  recall(key: string): Promise<Uint8Array | undefined> {
    return this.#begin(() => this.#recall(key));
  }

  async spill(key: string, snapshot: Snapshot): Promise<void> {
    await this.#change({ kind: 'forget', key }, () => this.#spill(key, snapshot));
  }

  async forget(key: string): Promise<void> {
    const change: DiskChange = { kind: 'forget', key };
    await this.#change(change, async () => {
      const { index } = await this.#open();
      const isBusy = this.#waiting.length > 0 || this.#committing !== undefined;
      if (index.get(key) || isBusy || this.#doubtful.hasKey(key)) await this.#commit(change);
    });
  }

  async clear(tags?: readonly string[]): Promise<void> {
    const change: DiskChange = { kind: 'clear', tags };
    await this.#change(change, () => this.#commit(change));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#underWay);
    const store = this.#store;
    this.#store = undefined;
    await (await store)?.close();
  }

  async #recall(key: string): Promise<Uint8Array | undefined> {
    const store = await this.#open();
    const record = store.index.get(key);
    if (!record) return undefined;
    store.index.touch(key, record);
    const bytes = await store.read(key, record);
    return bytes && bytes.length === record.bytes && crc32(bytes) === record.checksum ? bytes : undefined;
  }

  async #spill(key: string, { bytes, tags, expiresAt }: Snapshot): Promise<void> {
    const { files, index } = await this.#open();
    const serial = Math.max(this.#nextSerial, index.serial + 1);
    this.#nextSerial = serial + 1;
    const isFile = bytes.length > LARGE_BYTES;
    const checksum = crc32(bytes);
    const facts = { serial, isFile, bytes: bytes.length, checksum, tags, expiresAt };
    const kept = isFile ? undefined : Uint8Array.from(bytes);
    if (isFile) await files.write(serial, bytes);
    const { record, text } = writeRecord(key, facts);
    await this.#commit({ kind: 'put', key, record, text, bytes: kept });
  }

  #change(change: DiskChange, work: () => Promise<void>): Promise<void> {
    return this.#begin(() => this.#orDoubt(change, work));
  }

  async #begin<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw closed();
    const ended = work();
    this.#underWay.add(ended);
    try {
      return await ended;
    } finally {
      this.#underWay.delete(ended);
    }
  }

  async #orDoubt(change: DiskChange, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#doubtful.add(change);
      await this.folder.discredit().catch(() => {});
      throw error;
    }
  }

  #open(): Promise<DiskStore> {
    this.#store ??= this.#openAgain();
    return this.#store;
  }

  async #openAgain(): Promise<DiskStore> {
    try {
      return await this.folder.reopen(this.#commits);
    } catch (error) {
      this.#store = undefined;
      throw error;
    }
  }

  #commit(change: DiskChange): Promise<void> {
    const committed = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
    });
    this.#committing ??= this.#commitWaiting();
    return committed;
  }

  async #commitWaiting(): Promise<void> {
    await Promise.resolve(); // whoever changes something in the same turn comes along
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, MOST_TOGETHER);
      try {
        const store = await this.#open();
        await this.#commitTo(
          store,
          together.map(({ change }) => change),
        );
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.#committing = undefined;
  }

  async #commitTo(store: DiskStore, changes: readonly DiskChange[]): Promise<void> {
    try {
      await store.commit(changes, !this.#doubtful.outlast(changes));
    } catch (error) {
      this.#store = undefined;
      await store.abandon().catch(() => {});
      throw error;
    }
    this.#commits = store.index.commits;
    this.#doubtful.settle(changes);
    if (!this.#doubtful.isEmpty) await this.folder.discredit().catch(() => {}); // what failed meanwhile
  }
}

function closed(): CacheMemoryError {
  return new CacheMemoryError('CACHE_CLOSED', {
    subject: 'tier on disk',
    expected: 'one that is open',
    found: 'one that was closed',
    remedy: 'ask it before its cache is closed',
  });
}
