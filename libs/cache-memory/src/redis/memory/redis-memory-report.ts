import type { RedisLevel } from './assess-redis.js';
import type { KeyCensus } from './key-census.js';
import type { RedisReading } from './redis-reading.js';

/** What a Redis holds, and of how much. Bytes, shares from 0 to 1. */
export interface RedisMemoryStats extends RedisReading {
  /** The share of the limit in use; `undefined` where there is no limit. */
  readonly usage: number | undefined;
  readonly level: RedisLevel;
  /** Keys without a lifetime: by INFO at this moment where the database is ours, else by the last count; `undefined` before it. */
  readonly protectedKeys: number | undefined;
  /** Keys with a lifetime, by the same. */
  readonly evictableKeys: number | undefined;
  /** Bytes of protected keys, estimated from those that the last count weighed. */
  readonly protectedBytes: number | undefined;
  /** Their share of the limit. */
  readonly protectedShare: number | undefined;
  /** The last count by category, with its age; `undefined` before the first one. */
  readonly count: (KeyCensus & { readonly ageMs: number }) | undefined;
}

/** One thing that was done to get memory back. */
export interface RedisReliefStep {
  /** `clear`: an expendable category left. `clear all`: everything evictable did. `rebuild`: a protected category was made anew. */
  readonly step: 'clear' | 'clear all' | 'rebuild';
  /** The category. */
  readonly of: string | undefined;
  /** Keys that left, or that were rebuilt. */
  readonly keys: number;
  /** Milliseconds. */
  readonly tookMs: number;
}

/** What a check of a Redis' memory found and did. */
export interface RedisMemoryReport {
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  /** What it held at the end of the check. */
  readonly stats: RedisMemoryStats;
  /** The level that the check began with. */
  readonly foundLevel: RedisLevel;
  readonly relief: readonly RedisReliefStep[];
}

/** What an alert is about. */
export type RedisAlertKind =
  'warning' | 'critical' | 'protected share' | 'set-up' | 'no room to rebuild' | 'rebuild failed' | 'unreachable';

/** Something that somebody should know of; at most one of a kind a minute. */
export interface RedisMemoryAlert {
  readonly kind: RedisAlertKind;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Alerts of this kind that were held back since the one before. */
  readonly heldBack: number;
}
