import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { CommitCount } from './commit-count.js';
import { damaged, isDamage } from './damage.js';
import type { DiskChange } from './disk-change.js';
import { DiskIndex, type IndexDigest } from './disk-index.js';
import { type DiskRecord, readRecord } from './disk-record.js';
import { LargeFiles } from './large-files.js';
import { applyStaging, type DiskWrite, RECORD, SMALL, stageChanges } from './stage-changes.js';

type Level = ClassicLevel<string, Uint8Array>;
/** The key of the digest. */
const DIGEST = 'd';

/** The file of the count of commits. */
const COMMITS = 'commits';

/** The highest of all characters in the order of bytes. */
const LAST = '\u{10ffff}';

/**
 * The files of one region: a LevelDB with an index and the small snapshots, a folder of large ones. Every commit writes a digest
 * of the whole index along, so that records that were lost or came back by damage are noticed when it is opened: then it is
 * emptied.
 */
export class DiskStore {
  readonly index: DiskIndex = new DiskIndex();
  readonly files: LargeFiles;
  readonly #level: Level;
  readonly #count: CommitCount;

  private constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
  ) {
    this.files = new LargeFiles(join(folder, 'files'));
    this.#count = new CommitCount(join(folder, COMMITS));
    this.#level = new ClassicLevel(join(folder, 'index'), { keyEncoding: 'utf8', valueEncoding: 'view' });
  }

  /**
   * Opens the store of a folder, which it makes; expired snapshots are left out. One that was damaged, or discredited, is emptied, with a
   * warning of the process. `known` are the commits that this process knows of, who has opened it before and knows what is
   * stale in it. Rejects where another process has it open.
   */
  static async open(folder: string, maxBytes: number, now: number, known?: number): Promise<DiskStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const store = new DiskStore(folder, maxBytes);
    try {
      await store.#load(now, known);
      return store;
    } catch (error) {
      await store.abandon();
      if (!isDamage(error)) throw error;
      process.emitWarning(
        `${folder} was damaged and is emptied: ${String((error as Error).cause ?? error)}`,
        'CacheMemoryWarning',
      );
    }
    for (const part of ['index', 'files', COMMITS]) await rm(join(folder, part), { recursive: true, force: true });
    const empty = new DiskStore(folder, maxBytes);
    await empty.#load(now, undefined);
    return empty;
  }

  /** Has a folder emptied when another process opens it, because changes of it failed; until a commit that is `isWhole`. */
  static async discredit(folder: string): Promise<void> {
    await CommitCount.discard(join(folder, COMMITS));
  }

  /** The bytes of a snapshot; `undefined` where they are not those that the record is of. */
  async read(key: string, { isFile, serial }: DiskRecord): Promise<Uint8Array | undefined> {
    return isFile ? this.files.read(serial) : this.#level.get(SMALL + key, {});
  }

  /**
   * Commits changes all together, and evicts what was used least recently where they are too many bytes. `isWhole` says that no
   * change from before is missing.
   */
  async commit(changes: readonly DiskChange[], isWhole: boolean): Promise<void> {
    const staging = stageChanges(changes, this.index, this.maxBytes);
    const removed = applyStaging(staging, this.index);
    this.index.commits++;
    const digest: DiskWrite = {
      type: 'put',
      key: DIGEST,
      value: JSON.stringify(this.index.digest),
      valueEncoding: 'utf8',
    };
    await this.#level.batch<string, string | Uint8Array>([...staging.writes.values(), digest], {});
    if (isWhole) await this.#count.write(this.index.commits);
    await this.files.remove(removed);
  }

  /** Closes it. */
  async close(): Promise<void> {
    await this.abandon();
  }

  /** Gives it up after a failure, whatever that left behind. */
  async abandon(): Promise<void> {
    await this.#count.close();
    await this.#level.close();
  }

  /** Reads the index. Rejects with `damaged` where it is not what was committed last. */
  async #load(now: number, known: number | undefined): Promise<void> {
    await this.#level.open();
    const counted = await this.#count.open();
    const expired: string[] = [];
    const range = { gte: RECORD, lt: RECORD + LAST, valueEncoding: 'utf8' } as const;
    for await (const [name, text] of this.#level.iterator<string, string>(range)) {
      const key = name.slice(RECORD.length);
      const record = readRecord(key, text);
      if (!record) throw damaged('a record disagrees with its checksum');
      this.index.set(key, record);
      if (record.expiresAt <= now) expired.push(key);
    }
    const kept = await this.#level.get<string, string>(DIGEST, { valueEncoding: 'utf8' });
    const digest = kept === undefined ? undefined : (JSON.parse(kept) as IndexDigest);
    if (!this.index.agreesWith(digest)) throw damaged('records were lost or came back');
    if (digest && counted === 0 && known === undefined) throw damaged('changes that failed are missing');
    if ((digest?.commits ?? 0) < (known ?? counted)) throw damaged('the last commits were lost');
    this.index.serial = Math.max(this.index.serial, digest?.serial ?? 0);
    this.index.commits = digest?.commits ?? 0;
    await this.files.open(fileSerials(this.index));
    if (expired.length > 0) {
      const isWhole = counted > 0 || !digest;
      await this.commit(
        expired.map((key) => ({ kind: 'forget', key })),
        isWhole,
      );
    }
  }
}

function fileSerials(index: DiskIndex): ReadonlySet<number> {
  const serials = new Set<number>();
  for (const [, { isFile, serial }] of index.entries()) if (isFile) serials.add(serial);
  return serials;
}
