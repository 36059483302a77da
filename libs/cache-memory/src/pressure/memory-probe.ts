import type { MemoryReading } from './memory-reading.js';

/** The port of sensing: reads one memory, cheaply and synchronously. */
export interface MemoryProbe {
  readonly name: string;
  /** The reading, or `undefined` where this memory has no limit here. May throw; the monitor then goes on without it. */
  read(): MemoryReading | undefined;
}
