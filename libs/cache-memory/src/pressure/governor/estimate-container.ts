import type { MemorySample } from '../sensing/memory-sample.js';
import type { LiveMemory } from './live-memory.js';
import type { MemoryDemand } from './memory-demand.js';

/** What is known when a container, or the machine where there is none, is looked at, in bytes. */
export interface ContainerLook {
  readonly sample: MemorySample;
  readonly live: LiveMemory;
  /** What is needed of the heap and outside it. */
  readonly heapBytes: number;
  readonly externalBytes: number;
  /** Physical memory. */
  readonly machineBytes: number;
  /** The share of the limit where pressure begins. */
  readonly warning: number;
}

/** How far above the threshold `warning` caches may fill a container. */
const ABOVE_WARNING = 0.04;
/** What is left to garbage, for each live byte, in a container that is full before V8's heap is: there V8 collects too late. */
const GARBAGE_ROOM = 0.2;
/** What the heap takes of a container for each live byte: pages are never quite full. */
export const FRAGMENTATION = 1.1;
/**
 * From this share of a container's limit on, memory that rises is believed, whatever the estimate says: as if so much were needed
 * there, and by so much more for each byte beyond.
 */
const WALL = 0.86;
const NEEDED_AT_WALL = 0.9;
const NEEDED_BEYOND = 0.7;
/**
 * The own limit of the heap fences it where a container would not be fuller than `FENCE` with a heap that has reached it, and is not fuller
 * than `WITHIN_FENCE` now.
 */
const FENCE = 0.95;
const WITHIN_FENCE = 0.93;

type ContainerNeed = Pick<
  MemoryDemand,
  'source' | 'usedBytes' | 'occupiedBytes' | 'countedReserveBytes' | 'limitBytes' | 'aim' | 'isCollectedInTime'
>;

/**
 * What a container is needed for: heap, external memory and the rest. Only close to its limit, and still rising, does all that it counts
 * count as needed; not where the heap is fenced, which V8 collects by itself before it fills the container. There what V8 keeps for the heap is
 * taken for what the pages of the heap are not full of, and counts once.
 */
export function estimateContainer(look: ContainerLook): ContainerNeed {
  const { sample, live, heapBytes, externalBytes, machineBytes, warning } = look;
  const isContained = sample.containerLimitBytes !== undefined;
  const limitBytes = sample.containerLimitBytes ?? machineBytes;
  const workingSet = (isContained ? sample.containerWorkingSetBytes : undefined) ?? sample.rssBytes;
  const isFenced = isContained && fullestBytes(look) <= FENCE * limitBytes && workingSet <= WITHIN_FENCE * limitBytes;
  const isAtWall = isContained && !isFenced && live.isRising && workingSet > WALL * limitBytes;
  const isHeapUnbounded = sample.heapLimitBytes + live.leastRestBytes > limitBytes;
  const garbageRoom = isHeapUnbounded ? GARBAGE_ROOM * heapBytes : 0;
  const alive = FRAGMENTATION * heapBytes + externalBytes;
  const needed = live.restBytes - (isFenced ? reserveInRest(live) : 0) + alive;
  const usedBytes = isAtWall
    ? Math.max(needed, NEEDED_AT_WALL * limitBytes + NEEDED_BEYOND * (workingSet - WALL * limitBytes))
    : needed;
  const known = live.restBytes + sample.heapUsedBytes + sample.externalBytes;
  return {
    source: isContained ? 'container' : 'machine',
    usedBytes,
    occupiedBytes: Math.max(workingSet, known), // the working set was read a moment ago
    countedReserveBytes: Math.max(0, Math.min(live.heapReserveBytes, usedBytes - live.leastRestBytes - alive)),
    limitBytes,
    aim: warning + ABOVE_WARNING - garbageRoom / limitBytes,
    isCollectedInTime: isFenced,
  };
}

/** What the container would count with a heap that is as large as it may be. */
function fullestBytes({ sample, live }: ContainerLook): number {
  const restBytes = Math.max(live.leastRestBytes, live.restBytes - reserveInRest(live));
  return sample.heapLimitBytes + sample.externalBytes + restBytes;
}

/** What V8 keeps for its heap, as far as it is part of the rest. */
function reserveInRest({ restBytes, leastRestBytes, heapReserveBytes }: LiveMemory): number {
  return Math.max(0, Math.min(heapReserveBytes, restBytes - leastRestBytes));
}
