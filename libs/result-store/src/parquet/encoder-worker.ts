import { parentPort, workerData } from 'node:worker_threads';
import type { Chunk } from '../results/chunk.js';
import type { EncoderJob } from './chunk-encoder.js';
import { describeFailure } from './encoder-failure.js';
import { ThreadEncoder } from './thread-encoder.js';

/* The thread that a WorkerEncoder starts: a chunk comes in, what became of it goes out. */
const encoder = new ThreadEncoder(workerData as EncoderJob);

parentPort!.on('message', (chunk: Chunk) => {
  encoder.encode(chunk).then(
    (encoded) => parentPort!.postMessage({ encoded }, []),
    (error: unknown) => parentPort!.postMessage({ failure: describeFailure(error) }, []),
  );
});
