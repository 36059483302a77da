import type { MemoryReport } from './memory-report.js';

/**
 * What an alert may be about: a level above `normal`, a container of which much cannot be used, protected entries that had to leave or
 * could not come back, a region or a reclaimer that failed to give something back.
 */
export type MemoryAlertKind =
  | 'warning'
  | 'eviction'
  | 'critical'
  | 'fragmented'
  | 'emptied'
  | 'rebuild failed'
  | 'region failed'
  | 'reclaimer failed';

/** Something that somebody should know of. The same kind comes at most once a minute. */
export interface MemoryAlert {
  readonly kind: MemoryAlertKind;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Alerts of this kind that were held back since the last one. */
  readonly heldBack: number;
  /** The report of the look at memory that caused it. */
  readonly report: MemoryReport;
}
