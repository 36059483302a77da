import type { Clock } from '../engine/time/clock.js';
import type { GovernorParts } from '../pressure/governor/governor-parts.js';

/** Where a `CacheMemory` lives: its time and its memory. The process itself, or a simulation of it in tests. */
export interface Surroundings extends Pick<
  GovernorParts,
  'sensor' | 'collect' | 'deferHeapAbort' | 'now' | 'machineBytes'
> {
  /** Bytes that everything together may use before something ends the process. */
  readonly limitBytes: number;
  /** The clock of caches that are given none; `undefined` for the process's. */
  readonly clock: Clock | undefined;
}
