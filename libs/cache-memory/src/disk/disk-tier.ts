import { crc32 } from 'node:zlib';
import type { Snapshot, Tier } from '../tiers/tier.js';
import type { DiskChange } from './disk-change.js';
import { writeRecord } from './disk-record.js';
import type { DiskStore } from './disk-store.js';

/** Snapshots of more bytes are files of their own. */
const LARGE_BYTES = 64 * 1024;

/** The most changes that are committed together. */
const MOST_TOGETHER = 256;

interface Waiting {
  readonly change: DiskChange;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The tier of one region on disk. Changes that come while others are being committed are committed together after them. After a
 * failure the store is opened anew, because nobody knows what was written.
 */
export class DiskTier implements Tier {
  #store: Promise<DiskStore> | undefined;
  #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;
  #nextSerial = 0;

  constructor(
    store: DiskStore,
    private readonly reopen: () => Promise<DiskStore>,
  ) {
    this.#store = Promise.resolve(store);
  }

  async recall(key: string): Promise<Uint8Array | undefined> {
    const store = await this.#open();
    const record = store.index.get(key);
    if (!record) return undefined;
    store.index.touch(key, record);
    const bytes = await store.read(key, record);
    return bytes && bytes.length === record.bytes && crc32(bytes) === record.checksum ? bytes : undefined;
  }

  async spill(key: string, { bytes, tags, expiresAt }: Snapshot): Promise<void> {
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

  async forget(key: string): Promise<void> {
    const { index } = await this.#open();
    if (index.get(key) || this.#waiting.length > 0 || this.#committing) await this.#commit({ kind: 'forget', key });
  }

  clear(tags?: readonly string[]): Promise<void> {
    return this.#commit({ kind: 'clear', tags });
  }

  async close(): Promise<void> {
    const store = this.#store;
    this.#store = undefined;
    await this.#committing;
    await (await store)?.close();
  }

  #open(): Promise<DiskStore> {
    this.#store ??= this.#openAgain();
    return this.#store;
  }

  async #openAgain(): Promise<DiskStore> {
    try {
      return await this.reopen();
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
        await this.#commitTo(store, together);
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.#committing = undefined;
  }

  async #commitTo(store: DiskStore, together: readonly Waiting[]): Promise<void> {
    try {
      await store.commit(together.map(({ change }) => change));
    } catch (error) {
      this.#store = undefined;
      await store.abandon().catch(() => {});
      throw error;
    }
  }
}
