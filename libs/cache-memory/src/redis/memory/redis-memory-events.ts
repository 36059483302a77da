import type { RebuildReport } from '../../sources/rebuild-report.js';
import type { RedisMemoryAlert, RedisMemoryReport } from './redis-memory-report.js';

/** The events of a Redis' memory, by name. */
export interface RedisMemoryEvents {
  /** A check ended. */
  'redis.checked': RedisMemoryReport;
  /** Something that somebody should know of; at most one of a kind a minute. */
  'redis.alert': RedisMemoryAlert;
  /** A protected category was rebuilt from its source. */
  'category.rebuilt': RebuildReport;
  /** It ended watching, and its connection. */
  'redis.closed': undefined;
  /** A listener threw. */
  'listener.failed': { readonly error: unknown };
}

/** The names of the events. */
export const REDIS_MEMORY_EVENTS: readonly (keyof RedisMemoryEvents)[] = [
  'redis.checked',
  'redis.alert',
  'category.rebuilt',
  'redis.closed',
  'listener.failed',
];
