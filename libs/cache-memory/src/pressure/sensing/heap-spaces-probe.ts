import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import type { HeapReading } from './heap-reading.js';
import type { Probe } from './probe.js';

/** Senses the heap of this thread, in microseconds. */
export const heapSpacesProbe: Probe<HeapReading> = {
  name: 'heap-spaces',
  read: () => {
    const { used_heap_size: usedBytes, external_memory: externalBytes } = getHeapStatistics();
    let young = 0;
    for (const { space_name: name, space_used_size: size } of getHeapSpaceStatistics()) {
      if (name === 'new_space' || name === 'new_large_object_space') young += size;
    }
    return { usedBytes, oldGenerationBytes: Math.max(0, usedBytes - young), externalBytes };
  },
  close: () => undefined,
};
