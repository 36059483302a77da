import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import type { HeapReading } from './heap-reading.js';
import type { Probe } from './probe.js';

/** Senses the heap of this thread, in microseconds. */
export const heapSpacesProbe: Probe<HeapReading> = {
  name: 'heap-spaces',
  read: () => {
    const { used_heap_size: usedBytes, external_memory: externalBytes } = getHeapStatistics();
    let young = 0;
    let youngBytes = 0;
    for (const space of getHeapSpaceStatistics()) {
      if (space.space_name !== 'new_space' && space.space_name !== 'new_large_object_space') continue;
      young += space.space_used_size;
      youngBytes += space.physical_space_size;
    }
    return { usedBytes, oldGenerationBytes: Math.max(0, usedBytes - young), youngBytes, externalBytes };
  },
  close: () => undefined,
};
