import type { CollectionScope } from '../collection-scope.js';
import type { GovernedRegion } from '../governed-region.js';
import type { MemoryReclaimer } from '../memory-reclaimer.js';
import type { MemoryReport } from '../memory-report.js';
import type { PressureThresholds } from '../pressure-level.js';
import type { MemorySensor } from '../sensing/memory-sensor.js';

/** What can be changed while the governor works. */
export interface GovernorSettings {
  readonly thresholds: PressureThresholds;
  /** Bytes for heap and external memory together that the application set as a limit; `undefined` for none. */
  readonly limitBytes: number | undefined;
  /** Whether garbage may be collected on V8's behalf where that decides something. */
  readonly forceCollection: boolean;
  /** Whether V8 may be kept from ending the process as long as caches can give something back. */
  readonly deferHeapAbort: boolean;
}

/** What the governor looks at and acts on. */
export interface GovernorParts {
  /** Senses memory; asked for at the first look. */
  readonly sensor: () => MemorySensor;
  /** The caches, asked for at each look. */
  readonly regions: () => Iterable<GovernedRegion>;
  /** The other users of memory, asked for at each look. */
  readonly reclaimers: () => Iterable<MemoryReclaimer>;
  /** Makes V8 collect all garbage, and give pages back where that is asked for; answers the milliseconds that it took. */
  readonly collect: (scope: CollectionScope) => number;
  /** Turns V8's rule off that ends a process whose collections are of no use, or lets it hold again. */
  readonly deferHeapAbort: (isDeferred: boolean) => void;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  /** Physical memory in bytes. */
  readonly machineBytes: number;
  /** Hears of each look once everything is done, and of what failed meanwhile. */
  readonly onLook: (report: MemoryReport, failures: readonly GovernorFailure[]) => void;
}

/** Something that failed and stopped nothing. */
export interface GovernorFailure {
  readonly kind: 'region failed' | 'reclaimer failed' | 'rebuild failed';
  /** The reclaimer, or the region. */
  readonly of: string;
  readonly error: unknown;
}
