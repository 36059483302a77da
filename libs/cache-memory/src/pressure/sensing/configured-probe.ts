import type { MemoryProbe } from '../memory-probe.js';

/** Senses a limit that the application set itself: heap and external memory together against that many bytes. */
export function configuredProbe(limitBytes: number): MemoryProbe {
  return {
    name: 'configured',
    read: () => {
      const { heapUsed, external } = process.memoryUsage();
      return { source: 'configured', usedBytes: heapUsed + external, limitBytes };
    },
  };
}
