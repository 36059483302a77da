import type { ChunkEncoder } from '../parquet/chunk-encoder.js';
import { describeFailure, failureToError } from '../parquet/encoder-failure.js';
import type { Chunk } from '../results/chunk.js';
import { type Manifest, withChunk } from '../results/manifest.js';
import type { ResultStorage } from '../storage/result-storage.js';
import type { SetFolders } from '../storage/set-folders.js';
import type { ChunkSink } from './chunk-sink.js';

/** Chunks that go to files: each counts once the manifest names it, so what a crash leaves is whole chunks. */
export class ParquetSink implements ChunkSink {
  readonly kind = 'parquet';
  #last: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  constructor(
    private readonly storage: ResultStorage,
    private readonly folders: SetFolders,
    private readonly encoder: ChunkEncoder,
    public manifest: Manifest,
    private readonly release: () => Promise<void>,
  ) {}

  async put(chunk: Chunk): Promise<void> {
    this.#check();
    const before = this.#last;
    this.#last = before.then(() => this.#commit(chunk));
    await before; // one chunk is encoded while the next is filled
    this.#check();
  }

  /** Resolves once all that was taken has been committed. */
  async settled(): Promise<void> {
    await this.#last;
    this.#check();
  }

  async complete(): Promise<void> {
    await this.settled();
    await this.#guard(() => this.#save({ ...this.manifest, status: 'complete' }));
    this.#check();
    await this.encoder.close();
    await this.release();
  }

  async abandon(): Promise<void> {
    this.#failure ??= new Error('the writer has been closed');
    await this.encoder.close();
    await this.#last;
    await this.folders.sweep(this.manifest).catch(() => undefined);
    await this.release();
  }

  async #commit(chunk: Chunk): Promise<void> {
    if (this.#failure) return;
    await this.#guard(async () => {
      const { id, summaryFile: before } = this.manifest;
      const { first, last, subjects, rows } = chunk;
      const { files, summaryFile, summaries } = await this.encoder.encode(chunk);
      for (const { named, contents } of files) await this.storage.put(`${id}/${named.path}`, contents);
      await this.storage.put(`${id}/${summaryFile}`, summaries);
      const named = files.map((file) => file.named);
      await this.#save(withChunk(this.manifest, { first, last, subjects, rows, files: named }, summaryFile));
      if (before !== undefined) await this.storage.delete(`${id}/${before}`);
    });
  }

  async #save(manifest: Manifest): Promise<void> {
    await this.folders.save(manifest);
    this.manifest = manifest;
  }

  async #guard(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const place = `${this.storage.root}/${this.manifest.id}`;
      this.#failure ??= failureToError(describeFailure(error), place);
    }
  }

  #check(): void {
    if (this.#failure) throw this.#failure;
  }
}
