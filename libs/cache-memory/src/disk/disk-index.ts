import { type DiskRecord, diskBytes } from './disk-record.js';

/** A digest of all records: it changes whenever one is lost, comes back, or is changed from outside. */
export interface IndexDigest {
  readonly entries: number;
  readonly xor: number;
  readonly sum: number;
  /** The highest serial number so far. */
  readonly serial: number;
  /** How many commits there have been. */
  readonly commits: number;
}

/** Records in memory, the least recently used first, with their bytes and their digest. */
export class DiskIndex {
  readonly #records = new Map<string, DiskRecord>();
  #xor = 0;
  #sum = 0;
  bytes = 0;
  /** The highest serial number so far. */
  serial = 0;
  commits = 0;

  get digest(): IndexDigest {
    return { entries: this.#records.size, xor: this.#xor, sum: this.#sum, serial: this.serial, commits: this.commits };
  }

  /** Whether a digest that was kept is that of these records. */
  agreesWith(kept: IndexDigest | undefined): boolean {
    const { entries, xor, sum } = kept ?? { entries: 0, xor: 0, sum: 0 };
    return this.#records.size === entries && this.#xor === xor && this.#sum === sum;
  }

  get(key: string): DiskRecord | undefined {
    return this.#records.get(key);
  }

  /** A key was used: it goes last of all. */
  touch(key: string, record: DiskRecord): void {
    this.#records.delete(key);
    this.#records.set(key, record);
  }

  set(key: string, record: DiskRecord): void {
    this.delete(key);
    this.#records.set(key, record);
    this.#account(key, record, 1);
    this.serial = Math.max(this.serial, record.serial);
  }

  delete(key: string): void {
    const record = this.#records.get(key);
    if (!record) return;
    this.#records.delete(key);
    this.#account(key, record, -1);
  }

  clear(): void {
    this.#records.clear();
    this.#xor = this.#sum = this.bytes = 0;
  }

  entries(): IterableIterator<[string, DiskRecord]> {
    return this.#records.entries();
  }

  #account(key: string, record: DiskRecord, sign: 1 | -1): void {
    this.#xor = (this.#xor ^ record.hash) >>> 0;
    this.#sum = (this.#sum + sign * record.hash) >>> 0;
    this.bytes += sign * diskBytes(key, record);
  }
}
