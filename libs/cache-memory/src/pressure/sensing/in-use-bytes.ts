import { getHeapStatistics } from 'node:v8';

/** Bytes that this thread's heap holds, garbage included, and those outside that objects in it keep alive. */
export function inUseBytes(): number {
  const { used_heap_size: usedBytes, external_memory: externalBytes } = getHeapStatistics();
  return usedBytes + externalBytes;
}
