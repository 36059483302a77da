import { parseDuration } from '../options/duration.js';
import { CacheMemoryError } from '../errors.js';
import { must, type OptionRule, type ReadOptions } from '../options/option-rules.js';
import type { AdaptiveTtl } from './adaptive-ttl.js';

/** How an entry is kept fresh, once its options are read. */
export interface FreshnessPlan {
  /** Milliseconds after its lifetime in which it is served while it is refreshed; 0 for none. */
  readonly staleMs: number;
  /** Milliseconds after its lifetime in which it stands in for a failed load; 0 for none. */
  readonly graceMs: number;
  /** The share of its lifetime after which it is refreshed; 1 for not before its end. */
  readonly refreshShare: number;
  /** The share of its lifetime that chance may take away; 0 for none. */
  readonly jitter: number;
  /** What decides its lifetime, or `undefined` where that is fixed. */
  readonly ttlOf: AdaptiveTtl<any, any> | undefined;
}

/** The plan of an entry of which nothing was said. */
export const UNRENEWED: FreshnessPlan = Object.freeze({
  staleMs: 0,
  graceMs: 0,
  refreshShare: 1,
  jitter: 0,
  ttlOf: undefined,
});

const share = must<number>(
  'a share above 0 and below 1',
  (value) => typeof value === 'number' && value > 0 && value < 1,
);

/** The rule for a lifetime: a duration, or a function that answers one. */
export const lifetimeRule: OptionRule<number | AdaptiveTtl<any, any>> = (value, option) =>
  typeof value === 'function' ? (value as AdaptiveTtl) : parseDuration(value, option);

/** A rule for each option of freshness. */
export const freshnessRules: {
  readonly ttl: OptionRule<number | AdaptiveTtl<any, any>>;
  readonly staleWhileRevalidate: OptionRule<number>;
  readonly grace: OptionRule<number>;
  readonly refreshAhead: OptionRule<number>;
  readonly jitter: OptionRule<number>;
} = {
  ttl: lifetimeRule,
  staleWhileRevalidate: parseDuration,
  grace: parseDuration,
  refreshAhead: share,
  jitter: share,
};

/** The plan that the options of an entry, or of a cache, make of the one that holds without them. */
export function planFreshness(read: ReadOptions<typeof freshnessRules>, before: FreshnessPlan): FreshnessPlan {
  const { ttl, staleWhileRevalidate, grace, refreshAhead, jitter } = read;
  const ttlOf = ttl === undefined ? before.ttlOf : typeof ttl === 'function' ? ttl : undefined;
  const isSaid = (staleWhileRevalidate ?? grace ?? refreshAhead ?? jitter) !== undefined;
  if (!isSaid && ttlOf === before.ttlOf) return before;
  return Object.freeze({
    staleMs: staleWhileRevalidate ?? before.staleMs,
    graceMs: grace ?? before.graceMs,
    refreshShare: refreshAhead ?? before.refreshShare,
    jitter: jitter ?? before.jitter,
    ttlOf,
  });
}

/** A plan that has a lifetime to work with. Throws `INVALID_OPTION`, naming `subject`, where there is none. */
export function checkFreshness(plan: FreshnessPlan, ttlMs: number, subject: string): FreshnessPlan {
  if (ttlMs < Infinity || plan.ttlOf) return plan;
  const { staleMs, graceMs, refreshShare, jitter } = plan;
  const said = {
    staleWhileRevalidate: staleMs > 0,
    grace: graceMs > 0,
    refreshAhead: refreshShare < 1,
    jitter: jitter > 0,
  };
  const [name] = Object.entries(said).find(([, isSaid]) => isSaid) ?? [];
  if (name === undefined) return plan;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: `${subject}.${name}`,
    expected: 'a ttl beside it',
    found: 'none',
    remedy: "add one, for example ttl: '10m'",
  });
}

/** Whether an entry's value may be renewed before it leaves, or stay beyond its lifetime. */
export function isRenewed({ staleMs, graceMs, refreshShare }: FreshnessPlan): boolean {
  return staleMs > 0 || graceMs > 0 || refreshShare < 1;
}

/** Milliseconds that an entry stays beyond its lifetime. */
export function keptMs({ staleMs, graceMs }: FreshnessPlan): number {
  return Math.max(staleMs, graceMs);
}
