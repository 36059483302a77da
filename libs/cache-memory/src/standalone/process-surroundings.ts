import { totalmem } from 'node:os';
import { HeapAbort } from '../pressure/governor/heap-abort.js';
import { forceCollection } from '../pressure/governor/force-collection.js';
import { processLimitBytes } from '../pressure/sensing/process-limit.js';
import { senseProcess } from '../pressure/sensing/sense-process.js';
import type { Surroundings } from './surroundings.js';

/** The process itself: its clock, its heap and its container. */
export function processSurroundings(): Surroundings {
  const abort = new HeapAbort();
  return {
    sensor: senseProcess,
    collect: forceCollection,
    deferHeapAbort: (isDeferred) => abort.defer(isDeferred),
    now: () => performance.now(),
    machineBytes: totalmem(),
    limitBytes: processLimitBytes(),
    clock: undefined,
  };
}
