import { performance } from 'node:perf_hooks';
import { CollectionWatch } from './collection-watch.js';
import { containerLimitBytes } from './container-limit.js';
import { heapLimitBytes } from './heap-limit.js';
import { readHeap } from './heap-reading.js';
import type { MajorCollection } from './major-collection.js';
import type { MemorySample } from './memory-sample.js';
import type { MemorySensor } from './memory-sensor.js';
import { Paced } from './paced.js';

const USAGE_AGE_MS = 250;

/** What a sensor is told. */
export interface ProcessSensorOptions {
  /** Bytes that the application set as its limit. */
  readonly configuredLimitBytes?: number | undefined;
}

/** Senses the memory of this process and of the container around it. */
export class ProcessSensor implements MemorySensor {
  readonly #watch = new CollectionWatch(() => readHeap().oldGenerationBytes);
  readonly #usage = new Paced(
    () => process.memoryUsage(),
    () => performance.now(),
  );
  readonly #heapLimitBytes = heapLimitBytes();
  readonly #containerLimitBytes = containerLimitBytes();

  constructor(private readonly options: ProcessSensorOptions = {}) {}

  get lastCollection(): MajorCollection | undefined {
    return this.#watch.last;
  }

  sample(): MemorySample {
    const atMs = performance.now();
    const heap = readHeap();
    this.#watch.look(atMs, heap.oldGenerationBytes);
    const usage = this.#usage.read(USAGE_AGE_MS);
    const isContained = this.#containerLimitBytes !== undefined;
    return Object.freeze({
      atMs,
      heapUsedBytes: heap.usedBytes,
      oldGenerationUsedBytes: heap.oldGenerationBytes,
      heapLimitBytes: this.#heapLimitBytes,
      externalBytes: heap.externalBytes,
      arrayBufferBytes: usage.arrayBuffers,
      rssBytes: usage.rss,
      containerLimitBytes: this.#containerLimitBytes,
      containerUsageBytes: isContained ? usage.rss : undefined,
      containerWorkingSetBytes: isContained ? usage.rss : undefined,
      stallShare: undefined,
      configuredLimitBytes: this.options.configuredLimitBytes,
      liveHeapBytes: this.#watch.last?.liveHeapBytes,
      majorCollections: this.#watch.last?.number ?? 0,
      unreadable: [],
    });
  }

  close(): void {
    this.#watch.close();
  }
}
