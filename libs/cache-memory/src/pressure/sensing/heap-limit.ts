import { getHeapStatistics } from 'node:v8';
import { isMainThread, resourceLimits } from 'node:worker_threads';

/** What says how far this thread's heap may grow. */
export interface HeapLimitFacts {
  /** Flags of the command line. */
  readonly flags: readonly string[];
  /** The text of `NODE_OPTIONS`. */
  readonly nodeOptions: string;
  /** A worker's `resourceLimits.maxOldGenerationSizeMb`; `undefined` in the main thread or where it is not set. */
  readonly workerMegabytes: number | undefined;
  /** V8's `heap_size_limit` in bytes, semi-spaces included. */
  readonly heapSizeLimit: number;
}

/** The share of V8's `heap_size_limit` that is its old generation, where no flag names it: the rest are semi-spaces. */
const OLD_GENERATION_SHARE = 0.91;
const FLAG = /(?:^|[\s"'])--max[-_]old[-_]space[-_]size[=\s](\d+)/g;

/**
 * Bytes that the old generation of this thread's heap may reach, beyond which V8 ends the process or the worker: a worker's
 * `resourceLimits`, else the last `--max-old-space-size` of the command line, else of `NODE_OPTIONS`, else 91 % of V8's own
 * limit, which `--max-old-space-size-percentage` moves with it. The semi-spaces are left out: they are no room for live objects.
 */
export function heapLimitBytes(facts: HeapLimitFacts = factsOfThisThread()): number {
  const megabytes = facts.workerMegabytes ?? lastFlag(facts.flags.join(' ')) ?? lastFlag(facts.nodeOptions);
  return megabytes ? megabytes * 2 ** 20 : Math.floor(facts.heapSizeLimit * OLD_GENERATION_SHARE);
}

function factsOfThisThread(): HeapLimitFacts {
  const ofWorker = isMainThread ? undefined : resourceLimits.maxOldGenerationSizeMb;
  return {
    flags: process.execArgv,
    nodeOptions: process.env['NODE_OPTIONS'] ?? '',
    workerMegabytes: ofWorker !== undefined && ofWorker > 0 ? ofWorker : undefined,
    heapSizeLimit: getHeapStatistics().heap_size_limit,
  };
}

function lastFlag(text: string): number | undefined {
  const found = [...text.matchAll(FLAG)].at(-1)?.[1];
  return found === undefined ? undefined : Number(found);
}
