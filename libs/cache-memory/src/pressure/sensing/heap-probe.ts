import { getHeapStatistics } from 'node:v8';
import { heapLimitBytes } from './heap-limit.js';
import type { MemoryProbe } from '../memory-probe.js';

/** Senses V8's heap: what it holds, garbage included, against the limit of its old generation. */
export function heapProbe(limitBytes: number = heapLimitBytes()): MemoryProbe {
  return {
    name: 'heap',
    read: () => ({ source: 'heap', usedBytes: getHeapStatistics().used_heap_size, limitBytes }),
  };
}
