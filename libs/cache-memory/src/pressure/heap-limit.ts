import { getHeapStatistics } from 'node:v8';
import { isMainThread, resourceLimits } from 'node:worker_threads';

/** The share of V8's `heap_size_limit` that is its old generation, where no flag names it: the rest are semi-spaces. */
const OLD_GENERATION_SHARE = 0.91;
const FLAG = /--max[-_]old[-_]space[-_]size=(\d+)/g;

/**
 * Bytes that the old generation of this thread's heap may reach, beyond which V8 ends the process: the last
 * `--max-old-space-size` of the command line or `NODE_OPTIONS`, a worker's `resourceLimits`, else V8's own limit.
 */
export function heapLimitBytes(
  flags: readonly string[] = process.execArgv,
  nodeOptions: string = process.env['NODE_OPTIONS'] ?? '',
): number {
  const ofWorker = isMainThread ? undefined : resourceLimits.maxOldGenerationSizeMb;
  const megabytes = ofWorker ?? lastFlag(flags.join(' ')) ?? lastFlag(nodeOptions);
  return megabytes ? megabytes * 2 ** 20 : Math.floor(getHeapStatistics().heap_size_limit * OLD_GENERATION_SHARE);
}

function lastFlag(text: string): number | undefined {
  const found = [...text.matchAll(FLAG)].at(-1)?.[1];
  return found === undefined ? undefined : Number(found);
}
