import type { MemoryAlert } from '../../pressure/memory-alert.js';

/**
 * Somebody who hears of memory alerts: extend it, or provide something with `handle()` under it as its token. Every such provider
 * of the application gets every alert; the same kind comes at most once a minute.
 */
export abstract class MemoryAlertHandler {
  /** Does something about an alert. Nobody waits for it; where it throws or rejects, that is logged and stops nothing. */
  abstract handle(alert: MemoryAlert): unknown;
}
