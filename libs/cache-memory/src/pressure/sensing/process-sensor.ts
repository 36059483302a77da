import type { CollectionWatch } from './collection-watch.js';
import type { ContainerReading } from './container-reading.js';
import type { HeapReading } from './heap-reading.js';
import type { MajorCollection } from './major-collection.js';
import type { MemorySample } from './memory-sample.js';
import type { MemorySensor } from './memory-sensor.js';
import type { Probe } from './probe.js';

/** What Node tells of the process, in bytes. */
export interface ProcessReading {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
}

/** The sources of a sensor. */
export interface SensorParts {
  readonly heap: Probe<HeapReading>;
  /** Reads the bytes in use in the heap and outside it. */
  readonly inUseBytes: () => number;
  readonly process: Probe<ProcessReading>;
  /** The container's sources, the best one first; the next stands in for one that cannot be read. */
  readonly container: readonly Probe<ContainerReading>[];
  readonly stall: Probe<number>;
  readonly collections: Pick<CollectionWatch, 'hearsEntries' | 'last' | 'look' | 'close'>;
  /** Bytes that the old generation may reach. */
  readonly heapLimitBytes: number;
  /** A monotonic clock in milliseconds, the one of `performance.now()`. */
  readonly now: () => number;
}

const UNKNOWN: ProcessReading = Object.freeze({ rss: 0, heapUsed: 0, external: 0, arrayBuffers: 0 });

/** Senses the memory of a process, and of the container around it, through its probes. */
export class ProcessSensor implements MemorySensor {
  constructor(private readonly parts: SensorParts) {}

  get lastCollection(): MajorCollection | undefined {
    return this.parts.collections.last;
  }

  inUseBytes(): number {
    return this.parts.inUseBytes();
  }

  sample(): MemorySample {
    const { parts } = this;
    const { collections } = parts;
    const unreadable: string[] = collections.hearsEntries ? [] : ['gc-entries'];
    const atMs = parts.now();
    const process = readInto(unreadable, parts.process) ?? UNKNOWN;
    const heap = readInto(unreadable, parts.heap) ?? withoutSpaces(process);
    collections.look(atMs, heap.oldGenerationBytes);
    const container = this.#container(unreadable);
    if (container?.isCacheKnown === false) unreadable.push('page-cache');
    return Object.freeze({
      atMs,
      heapUsedBytes: heap.usedBytes,
      oldGenerationUsedBytes: heap.oldGenerationBytes,
      youngGenerationBytes: heap.youngBytes,
      heapLimitBytes: parts.heapLimitBytes,
      externalBytes: heap.externalBytes,
      arrayBufferBytes: process.arrayBuffers,
      rssBytes: process.rss,
      containerLimitBytes: container?.limitBytes,
      containerUsageBytes: container?.usageBytes,
      containerWorkingSetBytes: container?.workingSetBytes,
      stallShare: readInto(unreadable, parts.stall),
      liveHeapBytes: collections.last?.liveHeapBytes,
      majorCollections: collections.last?.number ?? 0,
      unreadable: Object.freeze(unreadable),
    });
  }

  close(): void {
    const { collections, heap, process, container, stall } = this.parts;
    for (const each of [collections, heap, process, ...container, stall]) each.close();
  }

  #container(unreadable: string[]): ContainerReading | undefined {
    for (const probe of this.parts.container) {
      const failures = unreadable.length;
      const reading = readInto(unreadable, probe);
      if (unreadable.length === failures) return reading;
    }
    return undefined;
  }
}

function withoutSpaces({ heapUsed, external }: ProcessReading): HeapReading {
  return { usedBytes: heapUsed, oldGenerationBytes: heapUsed, youngBytes: 0, externalBytes: external };
}

/** Reads a probe; notes the name of one that throws. */
function readInto<T>(unreadable: string[], probe: Probe<T>): T | undefined {
  try {
    return probe.read();
  } catch {
    unreadable.push(probe.name);
    return undefined;
  }
}
