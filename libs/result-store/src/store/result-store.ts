import { ParquetSource } from '../parquet/parquet-source.js';
import { ChunkBuilder } from '../results/chunk-builder.js';
import type { Subject } from '../results/column-type.js';
import { ResultStoreError } from '../results/errors.js';
import type { Manifest, Metadata } from '../results/manifest.js';
import { defineSchema, type SchemaOptions } from '../results/schema.js';
import { breakForeignLeases, liveLeases, takeLease } from '../storage/leases.js';
import type { ResultStorage } from '../storage/result-storage.js';
import { SetFolders } from '../storage/set-folders.js';
import { type Estimate, estimateRows, requireRoom } from './admission.js';
import { blankManifest } from './blank-manifest.js';
import type { ChunkSink } from './chunk-sink.js';
import { cleanUp, type CleanUpParts } from './clean-up.js';
import {
  type CreateOptions,
  requireId,
  requireMetadata,
  requireName,
  requirePartition,
  type WriteOptions,
} from './create-options.js';
import { MemoryRelief } from './memory-relief.js';
import { MemorySet } from './memory-set.js';
import { MemoryShelf } from './memory-shelf.js';
import { MemorySink } from './memory-sink.js';
import { MemorySource } from './memory-source.js';
import { openSnapshot } from './open-snapshot.js';
import { ParquetSinks } from './parquet-sinks.js';
import type { Removal } from './plan-clean-up.js';
import { ResultSet } from './result-set.js';
import { ResultWriter } from './result-writer.js';
import { describeSet, type SetInfo } from './set-info.js';
import { IF_DEAD, notFound, problem } from './set-problem.js';
import {
  type CleanUpLimits,
  readLimits,
  readStoreOptions,
  type ResultStoreOptions,
  type StoreSettings,
} from './store-options.js';
import { WriterPlaces } from './writer-places.js';

/** Tabular results by subject: small sets stay in memory, large ones go to Parquet, and both are read alike. */
export class ResultStore {
  readonly #settings: StoreSettings;
  readonly #folders: SetFolders;
  readonly #sinks: ParquetSinks;
  readonly #shelf = new MemoryShelf();
  readonly #places: WriterPlaces;
  readonly #cleaning: CleanUpParts;
  readonly #relief: MemoryRelief;
  readonly #leaveGovernor: () => void;
  #isClosed = false;

  /** Throws `INVALID_OPTION` or `UNKNOWN_OPTION`. */
  constructor(options?: ResultStoreOptions) {
    this.#settings = readStoreOptions(options);
    const { storage, log, maxWriters, memory } = this.#settings;
    this.#folders = new SetFolders(storage);
    this.#sinks = new ParquetSinks(storage, this.#folders, this.#settings);
    this.#relief = new MemoryRelief(this.#shelf, this.#sinks, log);
    this.#leaveGovernor = 'register' in memory ? memory.register(this.#relief) : () => undefined;
    this.#places = new WriterPlaces(maxWriters);
    this.#cleaning = {
      storage,
      log,
      folders: this.#folders,
      list: () => this.list(),
      remove: (id) => this.#remove(id),
    };
  }

  /** Where sets that outgrow memory are kept. */
  get storage(): ResultStorage {
    return this.#settings.storage;
  }

  /**
   * Begins a set. Throws `INVALID_NAME`, `INVALID_SCHEMA`, `INVALID_OPTION`, `TOO_MANY_WRITERS`, and `NO_ROOM` where what is
   * expected will not fit; nothing has been made then.
   */
  async create(name: string, options: CreateOptions): Promise<ResultWriter> {
    requireName(name);
    const schema = defineSchema(options.schema);
    const partitionBy = requirePartition(schema, options.partitionBy ?? []);
    const manifest = blankManifest(name, schema, partitionBy, requireMetadata(options.metadata ?? {}));
    return this.#admitted(async () => {
      const { kind = 'auto', expected } = options;
      const rows = expected && Math.max(expected.rows ?? 0, expected.subjects);
      const estimate = estimateRows(schema, rows ?? 0, await this.storage.freeBytes());
      const isTooLarge = this.#outgrows(expected?.subjects ?? 0, estimate.memoryBytes);
      const isOnDisk = kind === 'parquet' || (kind === 'auto' && isTooLarge);
      requireRoom(estimate, isOnDisk ? this.storage.root : undefined);
      const sink = isOnDisk ? await this.#sinks.begin(manifest) : this.#inMemory(manifest);
      return this.#writer(sink, options, kind === 'memory' ? () => false : this.#outgrows);
    });
  }

  /**
   * Goes on with a set whose writer ended without completing it: `writer.resumedAfter` says after which subject. Throws
   * `SET_NOT_FOUND`, `SET_COMPLETE`, `SET_IN_USE` while somebody writes it, and `TOO_MANY_WRITERS`.
   */
  async resume(id: string, options: WriteOptions = {}): Promise<ResultWriter> {
    requireId(id);
    return this.#admitted(async () => this.#writer(await this.#sinks.goOn(id), options, this.#outgrows));
  }

  /** Opens a set for reading; it is not cleaned up until it is closed. Throws `SET_NOT_FOUND`, `SET_DAMAGED`, `INVALID_NAME`. */
  async open(id: string): Promise<ResultSet> {
    this.#requireOpen();
    requireId(id);
    const held = this.#shelf.find(id);
    if (held) {
      const info = describeSet(held.manifest, 'memory', 'complete');
      return new ResultSet(info, new MemorySource(held), async () => held.summaries);
    }
    if (!(await this.#folders.find(id))) throw notFound(id);
    const release = await this.#leaseToRead(id);
    try {
      const { manifest, summaries } = await openSnapshot(this.storage, this.#folders, id, this.#settings.log);
      const info = describeSet(manifest, 'parquet', await this.#status(manifest));
      return new ResultSet(info, new ParquetSource(this.storage, manifest, release), summaries);
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** All sets, the oldest first: those in the memory of this process, and those in the storage, whoever wrote them. */
  async list(): Promise<SetInfo[]> {
    const { manifests } = await this.#folders.list();
    const elsewhere = manifests.filter(({ id }) => !this.#shelf.find(id)); // not the copy of one that is being moved
    const onDisk = elsewhere.map(async (each) => describeSet(each, 'parquet', await this.#status(each)));
    const inMemory = this.#shelf.manifests.map((manifest) => describeSet(manifest, 'memory', 'complete'));
    const all = [...inMemory, ...(await Promise.all(onDisk))];
    return all.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
  }

  /** The sets whose metadata has all these values. */
  async find(metadata: Metadata): Promise<SetInfo[]> {
    const wanted = Object.entries(metadata);
    return (await this.list()).filter((set) => wanted.every(([name, value]) => set.metadata[name] === value));
  }

  /** What is known of one set, without opening it. Throws `SET_NOT_FOUND`, `SET_DAMAGED`, `INVALID_NAME`. */
  async describe(id: string): Promise<SetInfo> {
    requireId(id);
    const held = this.#shelf.find(id);
    if (held) return describeSet(held.manifest, 'memory', 'complete');
    const manifest = await this.#folders.find(id);
    if (!manifest) throw notFound(id);
    return describeSet(manifest, 'parquet', await this.#status(manifest));
  }

  /** Removes a set. Throws `SET_NOT_FOUND`, and `SET_IN_USE` while somebody reads or writes it, in whatever process. */
  async remove(id: string): Promise<void> {
    requireId(id);
    if (!this.#shelf.find(id) && !(await this.#liesInStorage(id))) throw notFound(id);
    if (await this.#remove(id)) return;
    throw problem(
      'SET_IN_USE',
      id,
      'a set that nobody reads or writes',
      'one in use',
      `close it, then remove it${IF_DEAD}`,
    );
  }

  /**
   * Takes away the leases that processes on other machines have on a set, and answers how many: for whoever knows that these have ended,
   * as after a container was replaced by another one. A process that writes on all the same spoils the set for the next one. Throws
   * `SET_NOT_FOUND`, `INVALID_NAME`.
   */
  async breakLeases(id: string): Promise<number> {
    requireId(id);
    if (this.#shelf.find(id)) return 0;
    if (!(await this.#liesInStorage(id))) throw notFound(id);
    return breakForeignLeases(this.storage, id);
  }

  /** Removes the oldest sets until limits hold, never one in use; answers what it removed, and logs it. */
  async cleanUp(limits: CleanUpLimits = this.#settings.limits): Promise<Removal[]> {
    return cleanUp(this.#cleaning, readLimits(limits));
  }

  /** Moves sets from memory to disk until so many bytes are free, the oldest first; answers how many are. All unless said. */
  async relieve(bytes: number = Infinity): Promise<number> {
    return this.#relief.move(bytes);
  }

  /** What so many rows of a schema are going to take, and whether there is room. Throws `INVALID_SCHEMA`. */
  async estimate(schema: SchemaOptions, rows: number): Promise<Estimate> {
    return estimateRows(defineSchema(schema), rows, await this.storage.freeBytes());
  }

  /** Ends all writing, as if each writer had been disposed of, and lets go of the sets in memory. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#leaveGovernor();
    await Promise.all([this.#places.close(), this.#relief.close()]);
    this.#shelf.clear();
  }

  /** The same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #admitted(begin: () => Promise<ResultWriter>): Promise<ResultWriter> {
    this.#requireOpen();
    return this.#places.admit(begin);
  }

  #writer(
    sink: ChunkSink,
    { expected, signal, onProgress }: WriteOptions,
    outgrows: (subjects: number, bytes: number) => boolean,
  ): ResultWriter {
    const { chunkSubjects, chunkBytes } = this.#settings;
    const { schema, chunks, rows } = sink.manifest;
    const resumedAfter: Subject | undefined = chunks.at(-1)?.last;
    return new ResultWriter({
      builder: new ChunkBuilder(schema, { subjects: chunkSubjects, bytes: chunkBytes }, resumedAfter, rows),
      sink,
      outgrows,
      moveToDisk: (from) => this.#moveToDisk(from as MemorySink),
      completed: (id) => this.#keepLimits(id),
      ended: (writer) => this.#places.leave(writer),
      expectedSubjects: expected?.subjects,
      resumedAfter,
      signal,
      onProgress,
    });
  }

  #inMemory(manifest: Manifest): MemorySink {
    return new MemorySink(new MemorySet(manifest, this.#settings.groupSubjects), (set) => this.#shelf.keep(set));
  }

  readonly #outgrows = (subjects: number, bytes: number): boolean => {
    const { memorySubjects, memoryBytes, totalMemoryBytes, memory } = this.#settings;
    const isTooMuch = bytes + this.#shelf.bytes > totalMemoryBytes;
    return subjects > memorySubjects || bytes > memoryBytes || isTooMuch || !memory.isRelaxed;
  };

  async #moveToDisk({ whole }: MemorySink): Promise<ChunkSink> {
    const sink = await this.#sinks.takeOver(whole);
    this.#settings.log.log(`Set '${whole.manifest.id}' has outgrown memory and goes on in Parquet`);
    return sink;
  }

  /** Keeps to the limits of the store after a set has been completed; the set itself stays. */
  async #keepLimits(completed: string): Promise<void> {
    const { limits, log } = this.#settings;
    if (Object.values(limits).every((limit) => limit === undefined)) return;
    try {
      await cleanUp(this.#cleaning, limits, completed);
    } catch (error) {
      log.warn(`The clean-up after set '${completed}' failed: ${(error as Error).message}`);
    }
  }

  /** Where nothing can be written any more, sets are still read. */
  async #leaseToRead(id: string): Promise<() => Promise<void>> {
    return takeLease(this.storage, id, 'reader').catch((error: Error) => {
      this.#settings.log.warn(
        `Set '${id}' is read without a lease, so a clean-up may remove it meanwhile: ${error.message}`,
      );
      return async () => undefined;
    });
  }

  async #remove(id: string): Promise<boolean> {
    while (this.#relief.settling(id)) await this.#relief.settling(id);
    return this.#shelf.find(id) ? this.#shelf.remove(id) : this.#folders.remove(id);
  }

  async #liesInStorage(id: string): Promise<boolean> {
    return this.#folders.find(id).then(
      (manifest) => manifest !== undefined,
      () => true, // damaged, but there
    );
  }

  async #status({ id, status }: Manifest): Promise<SetInfo['status']> {
    if (status === 'complete') return 'complete';
    return (await liveLeases(this.storage, id)).includes('writer') ? 'writing' : 'partial';
  }

  #requireOpen(): void {
    if (!this.#isClosed) return;
    throw new ResultStoreError('STORE_CLOSED', {
      subject: 'the result store',
      expected: 'a store that is open',
      found: 'one that has been closed',
      remedy: 'use it before the application shuts down',
    });
  }
}
