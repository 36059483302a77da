import { parentPort } from 'node:worker_threads';
import { compileSource } from './compile-source.js';
import type { ModelSource } from './model-source.js';

/** The worker thread that holds the AssemblyScript compiler: a source in, a `Compilation` out. */
parentPort?.on('message', async (source: ModelSource) => {
  const compilation = await compileSource(source);
  parentPort?.postMessage(compilation, 'bytes' in compilation ? [compilation.bytes.buffer as ArrayBuffer] : []);
});
