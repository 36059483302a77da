import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { isMainThread, resourceLimits } from 'node:worker_threads';

/** What says how far this thread's heap may grow. */
export interface HeapLimitFacts {
  /** Flags of the command line. */
  readonly flags: readonly string[];
  /** The text of `NODE_OPTIONS`. */
  readonly nodeOptions: string;
  /** A worker's `resourceLimits.maxOldGenerationSizeMb`; `undefined` in the main thread. */
  readonly workerMegabytes: number | undefined;
  /** V8's `heap_size_limit` in bytes, semi-spaces included. */
  readonly heapSizeLimit: number;
  /** Bytes of memory that V8 found at its start: the container's, else the machine's. */
  readonly memoryBytes: number;
}

const MB = 2 ** 20;
/** The least share of `heap_size_limit` that is the old generation, where no flag says so: the rest are semi-spaces. */
const LEAST_SHARE = 0.91;
/** What V8 gives the old generation unless it is told: half of the memory between these two, in bytes. */
const LEAST_DEFAULT = 256 * MB;
const MOST_DEFAULT = 4_096 * MB;
/** The semi-spaces that make up the young generation, each as large as `--max-semi-space-size` says. */
const SEMI_SPACES = 3;

/**
 * Bytes that the old generation of this thread's heap may reach, beyond which V8 ends the process or the worker. The semi-spaces,
 * which `heap_size_limit` includes, are left out: they are no room for what stays. It comes from `--max-old-space-size` or
 * `--max-old-space-size-percentage` on the command line or in `NODE_OPTIONS`, which hold in workers too, else from a worker's
 * `resourceLimits`, else from V8's limit.
 */
export function heapLimitBytes(facts: HeapLimitFacts = heapLimitFacts()): number {
  const { heapSizeLimit, workerMegabytes } = facts;
  const said = flaggedHeapBytes(facts) ?? (workerMegabytes === undefined ? undefined : workerMegabytes * MB);
  if (said !== undefined) return Math.min(said, heapSizeLimit);
  const semiSpace = lastFlag('max-semi-space-size', facts);
  if (semiSpace !== undefined) return Math.floor(heapSizeLimit - SEMI_SPACES * semiSpace * MB);
  const byDefault = Math.min(Math.max(facts.memoryBytes / 2, LEAST_DEFAULT), MOST_DEFAULT);
  const least = Math.floor(heapSizeLimit * LEAST_SHARE);
  return byDefault > least && byDefault <= heapSizeLimit ? Math.floor(byDefault) : least;
}

/** The bytes that a flag gives the old generation; `undefined` where none does. */
export function flaggedHeapBytes(facts: HeapLimitFacts): number | undefined {
  const percentage = lastFlag('max-old-space-size-percentage', facts);
  if (percentage !== undefined) return Math.floor((facts.memoryBytes * percentage) / 100);
  const megabytes = lastFlag('max-old-space-size', facts);
  return megabytes === undefined ? undefined : megabytes * MB;
}

/** What holds in this thread. */
export function heapLimitFacts(): HeapLimitFacts {
  const constrained = process.constrainedMemory();
  return {
    flags: process.execArgv,
    nodeOptions: process.env['NODE_OPTIONS'] ?? '',
    workerMegabytes: isMainThread ? undefined : resourceLimits.maxOldGenerationSizeMb,
    heapSizeLimit: getHeapStatistics().heap_size_limit,
    memoryBytes: constrained > 0 ? Math.min(constrained, totalmem()) : totalmem(),
  };
}

/** The last value of a flag, the command line's before that of `NODE_OPTIONS`; `undefined` where it is not set or 0. */
function lastFlag(name: string, { flags, nodeOptions }: HeapLimitFacts): number | undefined {
  const flag = new RegExp(`(?:^|[\\s"])--${name.replaceAll('-', '[-_]')}=(\\d+(?:\\.\\d+)?)(?=$|[\\s"])`, 'g');
  for (const text of [flags.join(' '), nodeOptions]) {
    const value = Number([...text.matchAll(flag)].at(-1)?.[1] ?? 0);
    if (value > 0) return value;
  }
  return undefined;
}
