import type { MemorySample } from '../sensing/memory-sample.js';
import { estimateContainer, FRAGMENTATION } from './estimate-container.js';
import type { LiveMemory } from './live-memory.js';
import type { MemoryDemand, RatioGuess } from './memory-demand.js';

/** What an estimate needs to know besides the sample. */
export interface Surroundings {
  /** Physical memory, the limit where no container sets one. */
  readonly machineBytes: number;
  /** The limit that the application set for heap and external memory together; `undefined` for none. */
  readonly configuredBytes: number | undefined;
  /** Whether V8 does not end the process for collections of no use as long as caches can give something back. */
  readonly isAbortDeferred: boolean;
}

/** How far above the threshold `warning` caches may fill the heap, and what the application has set. */
const ABOVE_WARNING = 0.02;
/**
 * How far caches may fill the heap where V8 may end the process at any time: it counts collections as of no use that leave 0.8, and some
 * hundredths of the limit may be garbage that one leaves to the next.
 */
const HEAP_AT_RISK = 0.74;

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
  const heapAim = Math.min(warning + ABOVE_WARNING, isAbortDeferred ? 1 : HEAP_AT_RISK);
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
  const container: MemoryDemand = {
    ...estimateContainer({ sample, live, heapBytes, externalBytes, machineBytes, warning }),
    garbageBytes,
    reserveBytes: live.heapReserveBytes,
    releasableBytes: live.heapReserveBytes + heapGarbage,
    comingBytes: FRAGMENTATION * live.comingBytes,
    ratio: bothRatios(live.heap, live.external, FRAGMENTATION),
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
    aim: warning + ABOVE_WARNING,
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
