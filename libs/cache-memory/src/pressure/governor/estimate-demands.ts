import type { MemorySample } from '../sensing/memory-sample.js';
import type { MemoryDemand, RatioGuess } from './memory-demand.js';

/** What the last major collection showed, and what a believed byte takes of the heap and outside it. */
export interface LiveMemory {
  /** Bytes live in the old generation then, without what is taken for garbage that it missed. */
  readonly liveHeapBytes: number;
  /** Bytes that the caches believed to hold then. */
  readonly believedBytes: number;
  readonly heap: RatioGuess;
  /** Bytes live outside the heap when this was last known, which is some time after a collection. */
  readonly liveExternalBytes: number;
  /** Bytes that the caches believed to hold at that time. */
  readonly believedExternalBytes: number;
  readonly external: RatioGuess;
  /** Bytes that the container counts besides heap and external memory: code, stacks, the young generation. */
  readonly restBytes: number;
  /** Whether the container's working set has risen by now. */
  readonly isRising: boolean;
  /** Bytes of that rest which an allocator keeps in pieces that do not serve the caches. */
  readonly fragmentedBytes: number;
  /** What the container's rest is at the least. */
  readonly leastRestBytes: number;
  /** What of the container's rest is V8's reserve, at the most. */
  readonly heapReserveBytes: number;
  /** Bytes that others than the caches are expected to need more of the heap at the next collection. */
  readonly comingBytes: number;
}

/** What an estimate needs to know besides the sample. */
export interface Surroundings {
  /** Physical memory, the limit where no container sets one. */
  readonly machineBytes: number;
  /** The limit that the application set for heap and external memory together; `undefined` for none. */
  readonly configuredBytes: number | undefined;
  /** Whether V8 does not end the process for collections of no use as long as caches can give something back. */
  readonly isAbortDeferred: boolean;
}

/** How far above the threshold `warning` caches may fill the heap, and a container, where it is the kernel that counts. */
const HEAP_ABOVE_WARNING = 0.02;
const CONTAINER_ABOVE_WARNING = 0.04;
/**
 * How far caches may fill the heap where V8 may end the process at any time: it counts collections as of no use that leave 0.8, and some
 * hundredths of the limit may be garbage that one leaves to the next.
 */
const HEAP_AT_RISK = 0.74;
/** What is left to garbage, for each live byte, in a container that is full before V8's heap is: there V8 collects too late. */
const GARBAGE_ROOM = 0.2;
/** What the heap takes of a container for each live byte: pages are never quite full. */
const FRAGMENTATION = 1.1;
/**
 * From this share of a container's limit on, memory that rises is believed, whatever the estimate says: as if so much were needed
 * there, and by so much more for each byte beyond.
 */
const WALL = 0.86;
const NEEDED_AT_WALL = 0.9;
const NEEDED_BEYOND = 0.7;

/**
 * What each memory is needed for now. The heap: what was live after the last collection, and what the caches believe to have
 * grown by since, through the ratio learnt, never more than is in use; external memory likewise. The container, or the machine where there is none:
 * heap, external memory and the rest. What is occupied but not needed is garbage or an allocator's
 * reserve; only close to a container's limit, and still rising, does it count.
 */
export function estimateDemands(
  sample: MemorySample,
  live: LiveMemory,
  believedBytes: number,
  warning: number,
  { machineBytes, configuredBytes, isAbortDeferred }: Surroundings,
): [MemoryDemand, ...MemoryDemand[]] {
  const heapBytes = estimateHeap(sample, live, believedBytes);
  const externalBytes = estimateExternal(sample, live, believedBytes);
  const { heapUsedBytes, oldGenerationUsedBytes } = sample;
  const allExternalBytes = sample.externalBytes;
  const heapAim = Math.min(warning + HEAP_ABOVE_WARNING, isAbortDeferred ? 1 : HEAP_AT_RISK);
  const heapGarbage = oldGenerationUsedBytes - heapBytes;
  const garbageBytes = heapGarbage + allExternalBytes - externalBytes;
  const heap: MemoryDemand = {
    source: 'heap',
    usedBytes: heapBytes,
    occupiedBytes: oldGenerationUsedBytes,
    garbageBytes: heapGarbage,
    reserveBytes: 0,
    releasableBytes: 0,
    countedReserveBytes: 0,
    limitBytes: sample.heapLimitBytes,
    comingBytes: live.comingBytes,
    aim: heapAim,
    ratio: live.heap,
    isCollectedInTime: true,
  };
  const isContained = sample.containerLimitBytes !== undefined;
  const limitBytes = sample.containerLimitBytes ?? machineBytes;
  const workingSet = (isContained ? sample.containerWorkingSetBytes : undefined) ?? sample.rssBytes;
  const isAtWall = isContained && live.isRising && workingSet > WALL * limitBytes;
  const isHeapUnbounded = sample.heapLimitBytes + live.leastRestBytes > limitBytes;
  const garbageRoom = isHeapUnbounded ? GARBAGE_ROOM * heapBytes : 0;
  const containerAim = warning + CONTAINER_ABOVE_WARNING - garbageRoom / limitBytes;
  const alive = FRAGMENTATION * heapBytes + externalBytes;
  const needed = live.restBytes + alive;
  const usedBytes = isAtWall
    ? Math.max(needed, NEEDED_AT_WALL * limitBytes + NEEDED_BEYOND * (workingSet - WALL * limitBytes))
    : needed;
  const container: MemoryDemand = {
    source: isContained ? 'container' : 'machine',
    usedBytes,
    occupiedBytes: Math.max(workingSet, live.restBytes + heapUsedBytes + allExternalBytes), // the working set was read a moment ago
    garbageBytes,
    reserveBytes: live.heapReserveBytes,
    releasableBytes: live.heapReserveBytes + heapGarbage,
    countedReserveBytes: Math.max(0, Math.min(live.heapReserveBytes, usedBytes - live.leastRestBytes - alive)),
    limitBytes,
    comingBytes: FRAGMENTATION * live.comingBytes,
    aim: containerAim,
    ratio: bothRatios(live.heap, live.external, FRAGMENTATION),
    isCollectedInTime: false,
  };
  if (configuredBytes === undefined) return [heap, container];
  const configured: MemoryDemand = {
    source: 'configured',
    usedBytes: heapBytes + externalBytes,
    occupiedBytes: heapUsedBytes + allExternalBytes,
    garbageBytes,
    reserveBytes: 0,
    releasableBytes: 0,
    countedReserveBytes: 0,
    limitBytes: configuredBytes,
    comingBytes: live.comingBytes,
    aim: warning + HEAP_ABOVE_WARNING,
    ratio: bothRatios(live.heap, live.external, 1),
    isCollectedInTime: false,
  };
  return [heap, container, configured];
}

function estimateHeap(sample: MemorySample, live: LiveMemory, believedBytes: number): number {
  const grown = live.liveHeapBytes + live.heap.expected * (believedBytes - live.believedBytes);
  return Math.max(0, Math.min(grown, sample.oldGenerationUsedBytes));
}

function estimateExternal(sample: MemorySample, live: LiveMemory, believedBytes: number): number {
  const grown = live.liveExternalBytes + live.external.expected * (believedBytes - live.believedExternalBytes);
  return Math.max(0, Math.min(grown, sample.externalBytes));
}

function bothRatios(heap: RatioGuess, external: RatioGuess, heapFactor: number): RatioGuess {
  return {
    low: heapFactor * heap.low + external.low,
    expected: heapFactor * heap.expected + external.expected,
    high: heapFactor * heap.high + external.high,
  };
}
