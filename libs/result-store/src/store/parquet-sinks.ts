import type { ChunkEncoder, EncoderJob } from '../parquet/chunk-encoder.js';
import { describeFailure, failureToError } from '../parquet/encoder-failure.js';
import { ThreadEncoder } from '../parquet/thread-encoder.js';
import { WorkerEncoder } from '../parquet/worker-encoder.js';
import { ResultStoreError, type ResultStoreErrorCode } from '../results/errors.js';
import type { Manifest } from '../results/manifest.js';
import { liveLeases, takeLease } from '../storage/leases.js';
import type { ResultStorage } from '../storage/result-storage.js';
import type { SetFolders } from '../storage/set-folders.js';
import { knownSummaries } from './known-summaries.js';
import type { MemorySet } from './memory-set.js';
import { ParquetSink } from './parquet-sink.js';
import { IF_DEAD, notFound, problem } from './set-problem.js';
import type { StoreLog } from './store-options.js';

const UNWRITTEN: ReadonlySet<ResultStoreErrorCode> = new Set(['NO_ROOM', 'WRITE_FAILED']);

/** Opens sets of a storage for writing, each for one writer at a time. */
export class ParquetSinks {
  constructor(
    private readonly storage: ResultStorage,
    private readonly folders: SetFolders,
    private readonly options: { readonly groupSubjects: number; readonly worker: boolean; readonly log: StoreLog },
  ) {}

  /** Begins a new set. Throws `NO_ROOM` or `WRITE_FAILED`. */
  async begin(manifest: Manifest): Promise<ParquetSink> {
    return this.#held(manifest.id, async () => {
      await this.folders.save(manifest);
      return manifest;
    });
  }

  /** Goes on with a set. Throws `SET_NOT_FOUND`, `SET_IN_USE`, `SET_COMPLETE`, `SET_DAMAGED`, `NO_ROOM` or `WRITE_FAILED`. */
  async goOn(id: string): Promise<ParquetSink> {
    await this.#unfinished(id);
    return this.#held(id, async () => {
      const manifest = await this.#unfinished(id); // again, for now nobody else changes it
      await this.folders.sweep(manifest);
      return manifest;
    });
  }

  /** Goes on in files with a set that is in memory; where that fails it is there still. Throws `NO_ROOM` or `WRITE_FAILED`. */
  async takeOver(set: MemorySet): Promise<ParquetSink> {
    try {
      return await this.#filled(set, (sink) => sink.settled());
    } catch (error) {
      throw stillInMemory(error);
    }
  }

  /** Copies a complete set from memory. */
  async copy(set: MemorySet): Promise<void> {
    await this.#filled(set, (sink) => sink.complete());
  }

  /** A sink that holds what a set in memory does, once `end` has resolved; what a failure leaves is removed. */
  async #filled({ manifest, chunks }: MemorySet, end: (sink: ParquetSink) => Promise<void>): Promise<ParquetSink> {
    const empty = { subjects: 0, rows: 0, bytes: 0, chunks: [], summaryFile: undefined };
    const sink = await this.begin({ ...manifest, status: 'writing', ...empty });
    try {
      for (const chunk of chunks) await sink.put(structuredClone(chunk)); // a thread takes the arrays away
      await end(sink);
      return sink;
    } catch (error) {
      await sink.abandon().catch(() => undefined); // whatever failed is told
      await this.folders.remove(manifest.id).catch(() => undefined);
      throw error;
    }
  }

  async #held(id: string, prepare: () => Promise<Manifest>): Promise<ParquetSink> {
    const place = `${this.storage.root}/${id}`;
    try {
      const release = await takeLease(this.storage, id, 'writer');
      try {
        await this.#requireAlone(id);
        const manifest = await prepare();
        return new ParquetSink(this.storage, this.folders, await this.#encoder(manifest, place), manifest, release);
      } catch (error) {
        await release();
        throw error;
      }
    } catch (error) {
      throw failureToError(describeFailure(error), place);
    }
  }

  async #requireAlone(id: string): Promise<void> {
    const writers = (await liveLeases(this.storage, id)).filter((role) => role === 'writer');
    if (writers.length === 1) return;
    throw problem('SET_IN_USE', id, 'a set that nobody writes', 'one being written', `wait for its writer${IF_DEAD}`);
  }

  async #unfinished(id: string): Promise<Manifest> {
    const manifest = await this.folders.find(id);
    if (!manifest) throw notFound(id);
    if (manifest.status !== 'complete') return manifest;
    throw problem('SET_COMPLETE', id, 'a set to go on with', 'a complete one', 'create another set');
  }

  async #encoder(manifest: Manifest, place: string): Promise<ChunkEncoder> {
    const { schema, partitionBy, chunks } = manifest;
    const { groupSubjects, worker, log } = this.options;
    const known = await knownSummaries(this.storage, manifest, log);
    const job: EncoderJob = {
      schema,
      partitionBy,
      groupSubjects,
      chunksBefore: chunks.length,
      summaries: known.toData(),
    };
    return worker ? new WorkerEncoder(job, place) : new ThreadEncoder(job);
  }
}

/** An error of writing that does not send to a set on disk, for there is none. */
function stillInMemory(error: unknown): unknown {
  if (!(error instanceof ResultStoreError) || !UNWRITTEN.has(error.code)) return error;
  const remedy = 'put that right, then go on writing: the set is in memory still';
  return new ResultStoreError(error.code, { ...error.problem, remedy }, { cause: error.cause });
}
