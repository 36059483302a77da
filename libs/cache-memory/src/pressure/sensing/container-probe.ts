import { containerLimitBytes } from './container-limit.js';
import type { MemoryProbe } from '../memory-probe.js';

/** Senses the container: the process's resident memory against the least limit that the container sets. */
export function containerProbe(limitBytes: number | undefined = containerLimitBytes()): MemoryProbe {
  return {
    name: 'container',
    read: () =>
      limitBytes === undefined ? undefined : { source: 'container', usedBytes: process.memoryUsage.rss(), limitBytes },
  };
}
