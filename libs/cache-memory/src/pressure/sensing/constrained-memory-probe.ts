import type { ContainerReading } from './container-reading.js';
import { Paced } from './paced.js';
import type { Probe } from './probe.js';

/** How long the limit is taken to stand, in milliseconds. */
const LIMIT_AGE_MS = 10_000;

/** What it reads with. */
export interface ConstrainedMemoryParts {
  /** Bytes that the process is constrained to; 0 or more than the machine has where it is not. */
  readonly constrainedBytes: () => number;
  readonly residentBytes: () => number;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  readonly machineBytes: number;
}

/** Senses the container where its control groups cannot be read: resident memory against what Node knows of its limit. */
export function constrainedMemoryProbe(parts: ConstrainedMemoryParts): Probe<ContainerReading> {
  const limit = new Paced(parts.constrainedBytes, parts.now);
  return {
    name: 'constrained-memory',
    read: () => {
      const limitBytes = limit.read(LIMIT_AGE_MS);
      if (!(limitBytes > 0 && limitBytes < parts.machineBytes)) return undefined;
      const usageBytes = parts.residentBytes();
      return { limitBytes, usageBytes, workingSetBytes: usageBytes, isCacheKnown: true };
    },
    close: () => undefined,
  };
}
