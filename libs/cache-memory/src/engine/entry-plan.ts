import type { CacheSettings } from './cache-options.js';
import { parseDuration } from './duration.js';
import type { EntryOptions } from './entry-options.js';
import { CacheMemoryError } from './errors.js';
import { NORMAL_RANK, PRIORITIES, type Priority } from './eviction/priority.js';
import { flag, must, oneOf, type OptionRule, readOptions, type ReadOptions } from './option-rules.js';
import { checkWeight } from './weigher.js';

/** What an entry is to be, once its options and the cache's settings are read together; `Infinity` for no end. */
export interface EntryPlan {
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
}

/** A rule for each option of an entry. */
export const entryRules: {
  readonly ttl: OptionRule<number>;
  readonly idleTtl: OptionRule<number>;
  readonly weight: OptionRule<number>;
  readonly cost: OptionRule<number>;
  readonly tags: OptionRule<readonly string[]>;
  readonly priority: OptionRule<Priority>;
  readonly protected: OptionRule<boolean>;
} = {
  ttl: parseDuration,
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
  const { ttlMs, idleTtlMs: idleMs } = settings;
  return { ttlMs, idleMs, weight: undefined, costMs: undefined, tags: [], rank: NORMAL_RANK, guarded: false };
}

/** Reads the options of one entry. Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `INVALID_WEIGHT`. */
export function planEntry(options: EntryOptions | undefined, defaults: EntryPlan): EntryPlan {
  if (options === undefined) return defaults;
  return planOf(readOptions(options, entryRules, 'entry options'), defaults);
}

/** The plan of an entry whose options were read. Throws `INVALID_OPTION` where they exclude one another. */
export function planOf(read: ReadOptions<typeof entryRules>, defaults: EntryPlan): EntryPlan {
  const guarded = read.protected ?? false;
  if (guarded && (read.ttl ?? read.idleTtl) !== undefined) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'entry options.protected',
      expected: 'a protected entry without ttl and idleTtl, since it never expires',
      found: 'both',
      remedy: 'leave out either protected or the lifetime',
    });
  }
  return {
    ttlMs: guarded ? Infinity : (read.ttl ?? defaults.ttlMs),
    idleMs: guarded ? Infinity : (read.idleTtl ?? defaults.idleMs),
    weight: read.weight,
    costMs: read.cost,
    tags: read.tags ? [...new Set(read.tags)] : [],
    rank: read.priority ? PRIORITIES.indexOf(read.priority) : NORMAL_RANK,
    guarded,
  };
}
