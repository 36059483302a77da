import { megabytes } from '../megabytes.js';
import type { MemoryFinding } from './memory-finding.js';

/** What the audit judges. */
export interface AuditFacts {
  /** Bytes that the old generation of this thread may reach. */
  readonly heapLimitBytes: number;
  /** Whether a flag says so, or else V8's own default. */
  readonly isHeapFlagged: boolean;
  /** The container's limit in bytes; `undefined` where there is none. */
  readonly containerLimitBytes: number | undefined;
  /** Whether V8 sizes by the container's limit, which it does not see where a parent group sets it. */
  readonly isContainerSeen: boolean;
  readonly isWorker: boolean;
  /** Whether this Node knows `--max-old-space-size-percentage`. */
  readonly knowsPercentage: boolean;
}

const MB = 2 ** 20;
/** What is left beside a heap must be room enough for code, stacks, the young generation and Buffers. */
const MOST_OF_CONTAINER = 0.85;
/** A default heap below this share leaves about half of the container unused. */
const HALF_OF_CONTAINER = 0.55;
/** Below this many bytes, V8's default is nearly the whole container, or more. */
const SMALL_CONTAINER = 300 * MB;
/** What is advised for the heap: this share of the container, or what code, stacks and the young generation leave, but at least half. */
const ADVISED_SHARE = 0.8;
const BESIDE_HEAP = 80 * MB;

/** Judges at start-up whether heap and container fit each other; no finding means that they do, or that there is no container. */
export function auditMemory(facts: AuditFacts): readonly MemoryFinding[] {
  const { containerLimitBytes: container, heapLimitBytes: heap, isHeapFlagged, isWorker } = facts;
  if (container === undefined) return [];
  const code = codeOf(heap / container, container, isHeapFlagged, isWorker);
  return code ? [{ code, text: textOf(code, heap, container), remedy: remedyFor(container, facts) }] : [];
}

function codeOf(
  share: number,
  container: number,
  isHeapFlagged: boolean,
  isWorker: boolean,
): MemoryFinding['code'] | undefined {
  if (share > MOST_OF_CONTAINER) {
    return container < SMALL_CONTAINER && !isHeapFlagged ? 'DEFAULT_HEAP_IN_SMALL_CONTAINER' : 'HEAP_ABOVE_CONTAINER';
  }
  return share < HALF_OF_CONTAINER && !isHeapFlagged && !isWorker ? 'CONTAINER_HALF_UNUSED' : undefined;
}

function textOf(code: MemoryFinding['code'], heap: number, container: number): string {
  const sizes = `the heap may grow to ${megabytes(heap)}, the container is limited to ${megabytes(container)}`;
  if (code === 'CONTAINER_HALF_UNUSED') return `${sizes}: V8 by default leaves half of it or more unused`;
  if (code === 'HEAP_ABOVE_CONTAINER') return `${sizes}: the kernel may end the process before V8 collects garbage`;
  return `${sizes}: V8's default is too large for so small a container, whose kernel may end the process`;
}

function remedyFor(container: number, { isWorker, isContainerSeen, knowsPercentage }: AuditFacts): string {
  const advisedBytes = Math.max(container / 2, Math.min(ADVISED_SHARE * container, container - BESIDE_HEAP));
  const advised = Math.floor(advisedBytes / MB);
  const percent = Math.floor((100 * advisedBytes) / container);
  if (isWorker) return `start the worker with resourceLimits: { maxOldGenerationSizeMb: ${advised} } at the most`;
  const byPercentage = knowsPercentage && isContainerSeen ? ` or --max-old-space-size-percentage=${percent}` : '';
  return `start Node with --max-old-space-size=${advised}${byPercentage}`;
}
