import { isMainThread } from 'node:worker_threads';
import { auditMemory } from './audit-memory.js';
import { containerLimitBytes } from './container-limit.js';
import { flaggedHeapBytes, heapLimitBytes, heapLimitFacts } from './heap-limit.js';
import type { MemoryFinding } from './memory-finding.js';

/** Audits this process, or this worker. */
export function auditProcess(): readonly MemoryFinding[] {
  const heapFacts = heapLimitFacts();
  const container = containerLimitBytes();
  return auditMemory({
    heapLimitBytes: heapLimitBytes(heapFacts),
    isHeapFlagged: flaggedHeapBytes(heapFacts) !== undefined,
    containerLimitBytes: container,
    isContainerSeen: container !== undefined && heapFacts.memoryBytes <= container,
    isWorker: !isMainThread,
    knowsPercentage: process.allowedNodeEnvironmentFlags.has('--max-old-space-size-percentage'),
  });
}
