import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import type { TrimResult } from '../engine/entries/trim-target.js';
import type { MemoryAlert } from '../pressure/memory-alert.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import type { RebuildReport } from '../sources/rebuild-report.js';

/** What a call of `CacheMemory.evict` did. */
export interface RequestedEviction extends TrimResult {
  /** The region; `undefined` for all. */
  readonly region: string | undefined;
  /** Milliseconds that it took. */
  readonly tookMs: number;
}

/** The events of the whole, by name. */
export interface CacheMemoryEvents {
  /** A region was declared; this is its cache. */
  'region.added': MethodInstanceCache;
  /** A memory check ended. */
  'memory.checked': MemoryReport;
  /** A look at memory found another level than the one before. */
  'pressure.changed': MemoryReport;
  /** A look at memory gave some back; the report's `steps` say what, how much and how long it took. */
  'memory.relieved': MemoryReport;
  /** `evict` was called, and has evicted. */
  'memory.evicted': RequestedEviction;
  /** Something that somebody should know of; at most one of a kind a minute. */
  'memory.alert': MemoryAlert;
  /** A region was rebuilt from its source. */
  'region.rebuilt': RebuildReport;
  /** Every cache was closed. */
  'memory.closed': undefined;
  /** A listener threw. */
  'listener.failed': { readonly error: unknown };
}

/** The names of the events. */
export const CACHE_MEMORY_EVENTS: readonly (keyof CacheMemoryEvents)[] = [
  'region.added',
  'memory.checked',
  'pressure.changed',
  'memory.relieved',
  'memory.evicted',
  'memory.alert',
  'region.rebuilt',
  'memory.closed',
  'listener.failed',
];
