import { randomBytes } from 'node:crypto';
import { liveLeases, takeLease } from '../files/leases.js';
import { SetFolders } from '../files/set-folders.js';
import type { ChunkEncoder, EncoderJob } from '../parquet/chunk-encoder.js';
import { describeFailure, failureToError } from '../parquet/encoder-failure.js';
import { ParquetSource } from '../parquet/parquet-source.js';
import { readSummaries } from '../parquet/read-summaries.js';
import { ThreadEncoder } from '../parquet/thread-encoder.js';
import { WorkerEncoder } from '../parquet/worker-encoder.js';
import { ChunkBuilder } from '../results/chunk-builder.js';
import type { Subject } from '../results/column-type.js';
import { ResultStoreError } from '../results/errors.js';
import type { Manifest, Metadata } from '../results/manifest.js';
import { defineSchema, type SchemaOptions } from '../results/schema.js';
import type { SummaryTable } from '../summaries/summary-table.js';
import { type Estimate, estimateRows, freeBytes, requireRoom } from './admission.js';
import type { ChunkSink } from './chunk-sink.js';
import {
  type CreateOptions,
  requireId,
  requireMetadata,
  requireName,
  requirePartition,
  type WriteOptions,
} from './create-options.js';
import { MemorySet } from './memory-set.js';
import { MemorySink } from './memory-sink.js';
import { MemorySource } from './memory-source.js';
import { ParquetSink } from './parquet-sink.js';
import { planCleanUp, type Removal } from './plan-clean-up.js';
import { ResultSet } from './result-set.js';
import { ResultWriter } from './result-writer.js';
import { describeSet, type SetInfo } from './set-info.js';
import { notFound, problem } from './set-problem.js';
import { type CleanUpLimits, readLimits, readStoreOptions, type ResultStoreOptions, type StoreSettings } from './store-options.js'; // prettier-ignore

/** How often a manifest is read again whose summaries have been replaced in between. */
const TRIES = 5;

/** Tabular results by subject: small sets stay in memory, large ones go to Parquet, and both are read alike. */
export class ResultStore {
  readonly #settings: StoreSettings;
  readonly #folders: SetFolders;
  readonly #inMemory = new Map<string, MemorySet>();
  /** Writers that are being made. */
  #beginning = 0;
  readonly #writers = new Set<ResultWriter>();
  #isClosed = false;

  /** Throws `INVALID_OPTION` or `UNKNOWN_OPTION`. */
  constructor(options?: ResultStoreOptions) {
    this.#settings = readStoreOptions(options);
    this.#folders = new SetFolders(this.#settings.directory);
  }

  /** Where sets on disk are kept. */
  get directory(): string {
    return this.#settings.directory;
  }

  /**
   * Begins a set. Throws `INVALID_NAME`, `INVALID_SCHEMA`, `INVALID_OPTION`, `TOO_MANY_WRITERS`, and `NO_ROOM` where what is
   * expected will not fit; nothing has been made then.
   */
  async create(name: string, options: CreateOptions): Promise<ResultWriter> {
    requireName(name);
    const schema = defineSchema(options.schema);
    const manifest: Manifest = {
      version: 1,
      id: `${name}-${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`,
      name,
      status: 'writing',
      createdMs: Date.now(),
      schema,
      partitionBy: requirePartition(schema, options.partitionBy ?? []),
      metadata: requireMetadata(options.metadata ?? {}),
      subjects: 0,
      rows: 0,
      bytes: 0,
      chunks: [],
      summaryFile: undefined,
    };
    return this.#admitted(async () => {
      const { kind = 'auto', expected } = options;
      const rows = expected && Math.max(expected.rows ?? 0, expected.subjects);
      const estimate = estimateRows(schema, rows ?? 0, await freeBytes(this.directory));
      const isTooLarge = this.#outgrows(expected?.subjects ?? 0, estimate.memoryBytes);
      const isOnDisk = kind === 'parquet' || (kind === 'auto' && isTooLarge);
      if (isOnDisk) requireRoom(estimate, this.directory);
      const inMemory = new MemorySink(new MemorySet(manifest, this.#settings.groupSubjects), (set) => this.#keep(set));
      const sink = isOnDisk ? await this.#onDisk(manifest) : inMemory;
      return this.#writer(sink, options, kind === 'memory' ? () => false : this.#outgrows);
    });
  }

  /**
   * Goes on with a set whose writer ended without completing it: `writer.resumedAfter` says after which subject. Throws
   * `SET_NOT_FOUND`, `SET_COMPLETE`, `SET_IN_USE` while somebody writes it, and `TOO_MANY_WRITERS`.
   */
  async resume(id: string, options: WriteOptions = {}): Promise<ResultWriter> {
    return this.#admitted(async () => {
      const manifest = await this.#find(id);
      if (manifest.status === 'complete') throw problem('SET_COMPLETE', id, 'a set to go on with', 'a complete one', 'create another set'); // prettier-ignore
      return this.#writer(await this.#onDisk(manifest), options, this.#outgrows);
    });
  }

  /** Opens a set for reading; it is not cleaned up until it is closed. Throws `SET_NOT_FOUND`, `SET_DAMAGED`, `INVALID_NAME`. */
  async open(id: string): Promise<ResultSet> {
    this.#requireOpen();
    requireId(id);
    const held = this.#inMemory.get(id);
    if (held) {
      return new ResultSet(describeSet(held.manifest, 'memory', 'complete'), new MemorySource(held), async () => held.summaries); // prettier-ignore
    }
    const directory = this.#folders.path(id);
    const release = await takeLease(directory, 'reader').catch(() => {
      throw notFound(id);
    });
    try {
      const { manifest, summaries } = await this.#snapshot(id);
      const info = describeSet(manifest, 'parquet', await this.#status(manifest));
      return new ResultSet(info, new ParquetSource(directory, manifest, release), summaries);
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** All sets, the oldest first: those in the memory of this process, and those on disk, whoever wrote them. */
  async list(): Promise<SetInfo[]> {
    const { manifests } = await this.#folders.list();
    const onDisk = manifests.map(async (each) => describeSet(each, 'parquet', await this.#status(each)));
    const inMemory = Array.from(this.#inMemory.values(), ({ manifest }) => describeSet(manifest, 'memory', 'complete'));
    const all = [...inMemory, ...(await Promise.all(onDisk))];
    return all.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
  }

  /** The sets whose metadata has all these values. */
  async find(metadata: Metadata): Promise<SetInfo[]> {
    const wanted = Object.entries(metadata);
    return (await this.list()).filter((set) => wanted.every(([name, value]) => set.metadata[name] === value));
  }

  /** Removes a set. Throws `SET_NOT_FOUND`, and `SET_IN_USE` while somebody reads or writes it, in whatever process. */
  async remove(id: string): Promise<void> {
    requireId(id);
    if (!this.#inMemory.has(id) && !(await liesOnDisk(this.#folders, id))) throw notFound(id);
    if (await this.#remove(id)) return;
    throw problem('SET_IN_USE', id, 'a set that nobody reads or writes', 'one in use', 'close it, then remove it');
  }

  /** Removes the oldest sets until limits hold, never one in use; answers what it removed, and logs it. */
  async cleanUp(limits: CleanUpLimits = this.#settings.limits): Promise<Removal[]> {
    return this.#cleanUp(readLimits(limits));
  }

  /** Ends all writing, as if each writer had been disposed of, and lets go of the sets in memory. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Array.from(this.#writers, (writer) => writer[Symbol.asyncDispose]()));
    this.#inMemory.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #cleanUp(limits: CleanUpLimits, kept?: string): Promise<Removal[]> {
    const free = await freeBytes(this.directory);
    const sets = (await this.list()).filter(({ status }) => status !== 'writing');
    const candidates = sets.map(({ id, bytes, createdAt }) => ({ id, bytes, createdMs: createdAt.getTime() }));
    const removed: Removal[] = [];
    for (const removal of planCleanUp(candidates, limits, Date.now(), free)) {
      const { id, bytes, cause } = removal;
      if (id === kept) continue;
      if (await this.#remove(id)) {
        removed.push(removal);
        this.#settings.log.log(`Removed set '${id}' of ${bytes} bytes (${cause})`);
      } else {
        this.#settings.log.warn(`Kept set '${id}', which is in use, although it is due (${cause})`);
      }
    }
    return removed;
  }

  /** What so many rows of a schema are going to take, and whether there is room. Throws `INVALID_SCHEMA`. */
  async estimate(schema: SchemaOptions, rows: number): Promise<Estimate> {
    return estimateRows(defineSchema(schema), rows, await freeBytes(this.directory));
  }

  readonly #outgrows = (subjects: number, bytes: number): boolean => {
    const { memorySubjects, memoryBytes, totalMemoryBytes, memory } = this.#settings;
    let held = bytes;
    for (const { manifest } of this.#inMemory.values()) held += manifest.bytes;
    return subjects > memorySubjects || bytes > memoryBytes || held > totalMemoryBytes || !memory.isRelaxed;
  };

  /** Keeps to the limits of the store after a set has been completed; the set itself stays. */
  async #keepLimits(completed: string): Promise<void> {
    const { limits, log } = this.#settings;
    if (Object.values(limits).every((limit) => limit === undefined)) return;
    try {
      await this.#cleanUp(limits, completed);
    } catch (error) {
      log.warn(`The clean-up after set '${completed}' failed: ${(error as Error).message}`);
    }
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

  async #admitted(begin: () => Promise<ResultWriter>): Promise<ResultWriter> {
    const { maxWriters } = this.#settings;
    this.#requireOpen();
    if (this.#writers.size + this.#beginning >= maxWriters) {
      throw new ResultStoreError('TOO_MANY_WRITERS', {
        subject: 'the result store',
        expected: `${maxWriters} sets being written at the most`,
        found: `${this.#writers.size + this.#beginning}`,
        remedy: 'wait until one is complete, or set maxWriters',
      });
    }
    this.#beginning++;
    try {
      const writer = await begin();
      this.#writers.add(writer);
      return writer;
    } finally {
      this.#beginning--;
    }
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
      ended: (writer) => this.#writers.delete(writer),
      expectedSubjects: expected?.subjects,
      resumedAfter,
      signal,
      onProgress,
    });
  }

  async #onDisk(manifest: Manifest): Promise<ParquetSink> {
    const directory = this.#folders.path(manifest.id);
    try {
      if (manifest.rows === 0) await this.#folders.make(manifest);
      const release = await takeLease(directory, 'writer');
      if ((await liveLeases(directory)).filter((role) => role === 'writer').length > 1) {
        await release();
        throw problem(
          'SET_IN_USE',
          manifest.id,
          'a set that nobody writes',
          'one being written',
          'wait for its writer',
        );
      }
      await this.#folders.sweep(manifest);
      return new ParquetSink(this.#folders, this.#encoder(directory, manifest), manifest, release);
    } catch (error) {
      throw failureToError(describeFailure(error), directory);
    }
  }

  async #moveToDisk({ set }: MemorySink): Promise<ChunkSink> {
    const { id, schema, name, status, createdMs, partitionBy, metadata, version } = set.manifest;
    const empty = { subjects: 0, rows: 0, bytes: 0, chunks: [], summaryFile: undefined };
    const sink = await this.#onDisk({ id, schema, name, status, createdMs, partitionBy, metadata, version, ...empty });
    for (const chunk of set.chunks) await sink.put(chunk);
    this.#settings.log.log(`Set '${id}' has outgrown memory and goes on in Parquet`);
    return sink;
  }

  #encoder(directory: string, { schema, partitionBy, chunks, summaryFile }: Manifest): ChunkEncoder {
    const { groupSubjects, worker } = this.#settings;
    const job: EncoderJob = { directory, schema, partitionBy, groupSubjects, chunksBefore: chunks.length, summaryFile };
    return worker ? new WorkerEncoder(job) : new ThreadEncoder(job);
  }

  #keep(set: MemorySet): void {
    this.#inMemory.set(set.manifest.id, set);
  }

  async #remove(id: string): Promise<boolean> {
    const held = this.#inMemory.get(id);
    if (!held) return this.#folders.remove(id);
    return held.readers === 0 && this.#inMemory.delete(id);
  }

  async #find(id: string): Promise<Manifest> {
    requireId(id);
    const manifest = await this.#folders.find(id);
    if (!manifest) throw notFound(id);
    return manifest;
  }

  /** A manifest and its summaries. Those of an unfinished set are read at once, for its writer replaces them. */
  async #snapshot(id: string): Promise<{ manifest: Manifest; summaries: () => Promise<SummaryTable> }> {
    for (let tries = 1; ; tries++) {
      const manifest = await this.#find(id);
      const read = (): Promise<SummaryTable> =>
        readSummaries(this.#folders.path(id), manifest.schema, manifest.summaryFile);
      if (manifest.status === 'complete') return { manifest, summaries: read };
      try {
        const table = await read();
        return { manifest, summaries: async () => table };
      } catch (error) {
        if (tries === TRIES) throw error;
      }
    }
  }

  async #status({ id, status }: Manifest): Promise<SetInfo['status']> {
    if (status === 'complete') return 'complete';
    return (await liveLeases(this.#folders.path(id))).includes('writer') ? 'writing' : 'partial';
  }
}

async function liesOnDisk(folders: SetFolders, id: string): Promise<boolean> {
  return folders.find(id).then(
    (manifest) => manifest !== undefined,
    () => true, // damaged, but there
  );
}
