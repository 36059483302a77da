import { totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import { CollectionWatch } from './collection-watch.js';
import { constrainedMemoryProbe } from './constrained-memory-probe.js';
import { ControlGroupProbe } from './control-group-probe.js';
import { heapLimitBytes } from './heap-limit.js';
import { heapSpacesProbe } from './heap-spaces-probe.js';
import { inUseBytes } from './in-use-bytes.js';
import { nodeFiles } from './node-files.js';
import { Paced } from './paced.js';
import type { Probe } from './probe.js';
import { type ProcessReading, ProcessSensor } from './process-sensor.js';
import { processLimitBytes } from './process-limit.js';
import { stallProbe } from './stall-probe.js';

/** How old the process's own figures may be, in milliseconds. */
const PROCESS_AGE_MS = 250;
/** The share of what the process may use, filled by the old generation, from which on V8 is asked to record its collections. */
const PROFILED = 0.6;

/** A sensor of this thread's heap, its process and the container around it. Close it when it is no longer needed. */
export function senseProcess(): ProcessSensor {
  const now = () => performance.now();
  const machineBytes = totalmem();
  const heapLimit = heapLimitBytes();
  const oldGenerationBytes = () => heapSpacesProbe.read()?.oldGenerationBytes ?? 0;
  const usage = new Paced(() => process.memoryUsage(), now);
  const ofProcess: Probe<ProcessReading> = {
    name: 'process',
    read: () => usage.read(PROCESS_AGE_MS),
    close: () => undefined,
  };
  return new ProcessSensor({
    heap: heapSpacesProbe,
    inUseBytes,
    process: ofProcess,
    container: [
      new ControlGroupProbe({ files: nodeFiles, now, machineBytes }),
      constrainedMemoryProbe({
        constrainedBytes: () => process.constrainedMemory(),
        residentBytes: () => usage.read(PROCESS_AGE_MS).rss,
        now,
        machineBytes,
      }),
    ],
    stall: stallProbe(nodeFiles, now),
    collections: new CollectionWatch(oldGenerationBytes, PROFILED * processLimitBytes()),
    heapLimitBytes: heapLimit,
    now,
  });
}
