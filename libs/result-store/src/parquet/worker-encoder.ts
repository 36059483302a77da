import { Worker } from 'node:worker_threads';
import type { Chunk } from '../results/chunk.js';
import type { ChunkEncoder, EncodedChunk, EncoderJob } from './chunk-encoder.js';
import { describeFailure, type EncoderFailure, failureToError } from './encoder-failure.js';

interface Answer {
  readonly encoded?: EncodedChunk;
  readonly failure?: EncoderFailure;
}

interface Waiting {
  readonly resolve: (encoded: EncodedChunk) => void;
  readonly reject: (error: Error) => void;
}

/** An encoder in a worker thread of its own, so that the calling thread stays free; `place` is what its errors name. */
export class WorkerEncoder implements ChunkEncoder {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;

  constructor(
    job: EncoderJob,
    private readonly place: string,
  ) {
    this.#worker = new Worker(new URL('./encoder-worker.js', import.meta.url), { workerData: job });
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => this.#answer(answer));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`the encoding thread ended with code ${code}`)));
  }

  encode(chunk: Chunk): Promise<EncodedChunk> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.ref(); // the process lives as long as something is being written
      this.#worker.postMessage(chunk, buffersOf(chunk));
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #answer({ encoded, failure }: Answer): void {
    const waiting = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#worker.unref();
    if (encoded) waiting?.resolve(encoded);
    else waiting?.reject(failureToError(failure!, this.place));
  }

  #fail(error: unknown): void {
    this.#failure ??= failureToError(describeFailure(error), this.place);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/** The memory that is handed over instead of being copied. */
function buffersOf(chunk: Chunk): ArrayBuffer[] {
  const parts = Object.values(chunk.columns).flatMap(({ values, nulls }) => [values, nulls]);
  return parts.flatMap((part) => (ArrayBuffer.isView(part) ? (part.buffer as ArrayBuffer) : []));
}
