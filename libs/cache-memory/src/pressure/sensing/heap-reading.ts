import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';

/** What V8 tells of its heap, in bytes. */
export interface HeapReading {
  /** All spaces, garbage included. */
  readonly usedBytes: number;
  /** All spaces but the young ones, garbage included. */
  readonly oldGenerationBytes: number;
  /** Outside the heap, kept alive by objects in it. */
  readonly externalBytes: number;
}

/** Reads the heap of this thread, in microseconds of time. */
export function readHeap(): HeapReading {
  const { used_heap_size: usedBytes, external_memory: externalBytes } = getHeapStatistics();
  let young = 0;
  for (const { space_name: name, space_used_size: size } of getHeapSpaceStatistics()) {
    if (name === 'new_space' || name === 'new_large_object_space') young += size;
  }
  return { usedBytes, oldGenerationBytes: Math.max(0, usedBytes - young), externalBytes };
}
