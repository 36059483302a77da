import type { MemoryReport } from '../pressure/memory-report.js';

/** The events of the whole, by name. */
export interface CacheMemoryEvents {
  /** A memory check ended. */
  'memory.checked': MemoryReport;
  /** A memory check found another level than the one before. */
  'pressure.changed': MemoryReport;
  /** Every cache was closed. */
  'memory.closed': undefined;
  /** A listener threw. */
  'listener.failed': { readonly error: unknown };
}

/** The names of the events. */
export const CACHE_MEMORY_EVENTS: readonly (keyof CacheMemoryEvents)[] = [
  'memory.checked',
  'pressure.changed',
  'memory.closed',
  'listener.failed',
];
