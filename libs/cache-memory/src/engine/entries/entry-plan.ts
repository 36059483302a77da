import type { CacheSettings } from '../cache-options.js';
import { parseDuration } from '../options/duration.js';
import type { EntryOptions } from './entry-options.js';
import { CacheMemoryError } from '../errors.js';
import { NORMAL_RANK, PRIORITIES, type Priority } from '../eviction/priority.js';
import {
  checkFreshness,
  type FreshnessPlan,
  freshnessRules,
  planFreshness,
  UNRENEWED,
} from '../freshness/freshness-plan.js';
import { flag, must, oneOf, type OptionRule, readOptions, type ReadOptions } from '../options/option-rules.js';
import { checkWeight } from './weigher.js';

/** What an entry is to be, once its options and the cache's settings are read together; `Infinity` for no end. */
export interface EntryPlan {
  /** Milliseconds; an adaptive `ttl` in the plan of freshness goes before it. */
  readonly ttlMs: number;
  readonly idleMs: number;
  /** Bytes, or `undefined` where the weigher decides. */
  readonly weight: number | undefined;
  /** Milliseconds, or `undefined` where the loader is timed. */
  readonly costMs: number | undefined;
  readonly tags: readonly string[];
  /** 0 to 2, from the first to be evicted to the last. */
  readonly rank: number;
  readonly guarded: boolean;
  readonly freshness: FreshnessPlan;
  /** Whether it is to be nothing but a value: no lifetime, no priority of its own, no tags, no protection. */
  readonly isPlain: boolean;
}

/** A rule for each option of an entry. */
export const entryRules: typeof freshnessRules & {
  readonly idleTtl: OptionRule<number>;
  readonly weight: OptionRule<number>;
  readonly cost: OptionRule<number>;
  readonly tags: OptionRule<readonly string[]>;
  readonly priority: OptionRule<Priority>;
  readonly protected: OptionRule<boolean>;
} = {
  ...freshnessRules,
  idleTtl: parseDuration,
  weight: checkWeight,
  cost: must<number>(
    'milliseconds, finite and at least 0',
    (value) => typeof value === 'number' && value >= 0 && value < Infinity,
  ),
  tags: must<readonly string[]>(
    'an array of texts',
    (value) => Array.isArray(value) && value.every((tag) => typeof tag === 'string'),
  ),
  priority: oneOf(PRIORITIES),
  protected: flag,
};

/** The plan of an entry without options of its own. */
export function defaultPlan(settings: CacheSettings): EntryPlan {
  const { ttlMs, idleTtlMs: idleMs, freshness } = settings;
  return {
    ttlMs,
    idleMs,
    weight: undefined,
    costMs: undefined,
    tags: [],
    rank: NORMAL_RANK,
    guarded: false,
    freshness,
    isPlain: ttlMs === Infinity && idleMs === Infinity && freshness === UNRENEWED,
  };
}

/** Reads the options of one entry. Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `INVALID_WEIGHT`. */
export function planEntry(options: EntryOptions | undefined, defaults: EntryPlan): EntryPlan {
  if (options === undefined) return defaults;
  return planOf(readOptions(options, entryRules, 'entry options'), defaults);
}

/**
 * The plan of an entry whose options were read; what they leave out is as in `defaults`. Throws `INVALID_OPTION` where they
 * exclude one another.
 */
export function planOf(read: ReadOptions<typeof entryRules>, defaults: EntryPlan): EntryPlan {
  const guarded = read.protected ?? defaults.guarded;
  if (guarded && hasLifetime(read)) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'entry options.protected',
      expected: 'a protected entry without a lifetime and without renewal, since it never expires',
      found: 'both',
      remedy: 'leave out either protected or ttl, idleTtl and all that goes with them',
    });
  }
  const ttlMs = typeof read.ttl === 'number' ? read.ttl : defaults.ttlMs;
  const freshness = planFreshness(read, defaults.freshness);
  if (freshness !== defaults.freshness) checkFreshness(freshness, ttlMs, 'entry options');
  return {
    ttlMs: guarded ? Infinity : ttlMs,
    idleMs: guarded ? Infinity : (read.idleTtl ?? defaults.idleMs),
    weight: read.weight ?? defaults.weight,
    costMs: read.cost ?? defaults.costMs,
    tags: read.tags ? [...new Set(read.tags)] : defaults.tags,
    rank: read.priority ? PRIORITIES.indexOf(read.priority) : defaults.rank,
    guarded,
    freshness: guarded ? UNRENEWED : freshness,
    isPlain: defaults.isPlain && !isMarked(read), // what is renewed has a ttl beside it
  };
}

/** Whether options say more of an entry than its weight and cost. */
function isMarked({ ttl, idleTtl, tags, priority, protected: isProtected }: ReadOptions<typeof entryRules>): boolean {
  return (ttl ?? idleTtl ?? tags ?? priority ?? isProtected) !== undefined;
}

function hasLifetime({
  ttl,
  idleTtl,
  staleWhileRevalidate,
  grace,
  refreshAhead,
  jitter,
}: ReadOptions<typeof entryRules>): boolean {
  return (ttl ?? idleTtl ?? staleWhileRevalidate ?? grace ?? refreshAhead ?? jitter) !== undefined;
}
