import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Compilation } from './compile-source.js';
import { compilerWorkerUrl } from './compiler-worker-url.js';
import { ModelCompilationError } from './model-compilation.error.js';
import type { ModelSource } from './model-source.js';
import { OnDemandWorker } from './on-demand-worker.js';

const IDLE_MS = 500;
/** a small nursery keeps the memory of the compiler low. */
const LIMITS = { maxYoungGenerationSizeMb: 4 };

/** Compiles models to WebAssembly in a worker thread, which ends half a second after its work and frees the compiler's memory. */
@Injectable()
export class ModelCompiler implements OnApplicationShutdown {
  private readonly worker = new OnDemandWorker<ModelSource, Compilation>({
    start: () => new Worker(compilerWorkerUrl(), { name: 'model-compiler', execArgv: [], resourceLimits: LIMITS }),
    idleMs: IDLE_MS,
  });

  /** The WebAssembly of a source. Throws `ModelCompilationError` with the compiler's diagnostics, or the signal's reason. */
  async compile(source: ModelSource, signal?: AbortSignal): Promise<Uint8Array> {
    const compilation = await this.worker.run(source, signal);
    if ('bytes' in compilation) return compilation.bytes;
    throw new ModelCompilationError(source.name, compilation.diagnostics);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.close();
  }
}
