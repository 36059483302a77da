import type { DisposalCause } from '../disposal/disposer.js';
import type { Removal } from './removal.js';
import type { TierOperation, TierState } from '../tiering/entry-tier.js';

/** The events of one cache, by name. They are told after the operation that caused them has left the cache whole. */
export interface CacheEvents<K, V> {
  /** An entry left. */
  'entry.removed': Removal<K, V>;
  /** A value was returned to its caller but not stored. */
  'entry.rejected': { readonly key: K; readonly value: V; readonly weight: number };
  /** A loaded value was returned to its callers, but could not be stored: the weigher failed, or protected entries leave no room. */
  'store.failed': { readonly key: K; readonly error: unknown };
  /** An evicted instance came back because it was still alive. */
  'entry.revived': { readonly key: K; readonly value: V };
  /** A loader threw, rejected, timed out or was aborted. */
  'load.failed': { readonly key: K; readonly error: unknown };
  /** An instance that left the cache is still leased after `drainTimeout`; its oldest lease has lasted `ageMs` milliseconds. */
  'lease.overdue': { readonly key: K; readonly ageMs: number; readonly leases: number; readonly cause: DisposalCause };
  /** A disposal threw, rejected, or took longer than `drainTimeout`. */
  'disposal.failed': { readonly key: K; readonly cause: DisposalCause; readonly error: unknown };
  /** A tier failed, or what it gave back was damaged; the cache went on without it. */
  'tier.failed': { readonly operation: TierOperation; readonly key: K | undefined; readonly error: unknown };
  /** A tier is not asked any more because it failed too often, for this reason; or answers again. */
  'tier.changed': { readonly state: TierState; readonly reason: unknown };
  /** A listener threw. */
  'listener.failed': { readonly error: unknown };
}

/** The names of the events. */
export const CACHE_EVENTS: readonly (keyof CacheEvents<unknown, unknown>)[] = [
  'entry.removed',
  'entry.rejected',
  'store.failed',
  'entry.revived',
  'load.failed',
  'lease.overdue',
  'disposal.failed',
  'tier.failed',
  'tier.changed',
  'listener.failed',
];
