import { parentPort, workerData } from 'node:worker_threads';
import type { Chunk } from '../results/chunk.js';
import type { EncodedChunk, EncoderJob } from './chunk-encoder.js';
import { describeFailure } from './encoder-failure.js';
import { ThreadEncoder } from './thread-encoder.js';

/* The thread that a WorkerEncoder starts: a chunk comes in, its bytes go out. */
const encoder = new ThreadEncoder(workerData as EncoderJob);

parentPort!.on('message', (chunk: Chunk) => {
  encoder.encode(chunk).then(
    (encoded) => parentPort!.postMessage({ encoded }, buffersOf(encoded)),
    (error: unknown) => parentPort!.postMessage({ failure: describeFailure(error) }, []),
  );
});

/** The memory that is handed over instead of being copied. */
function buffersOf({ files, summaries }: EncodedChunk): ArrayBuffer[] {
  const contents = [...files.map((file) => file.contents), summaries];
  return [...new Set(contents.map(({ buffer }) => buffer as ArrayBuffer))];
}
