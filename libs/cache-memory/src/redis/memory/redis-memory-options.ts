import { type ByteSize, parseByteSize } from '../../engine/options/byte-size.js';
import { type Duration, parseDuration } from '../../engine/options/duration.js';
import { CacheMemoryError } from '../../engine/errors.js';
import { parseInterval } from '../../engine/options/interval.js';
import { callable, flag, must, oneOf, type OptionRules, readOptions } from '../../engine/options/option-rules.js';
import type { RecoverySource } from '../../sources/recovery-source.js';
import type { RedisThresholds } from './assess-redis.js';

/** A category whose entries have no lifetime and are never evicted. */
export interface ProtectedCategory {
  /** Where its entries come from; without one it is never rebuilt. */
  readonly source?: RecoverySource<string> | undefined;
  /** Whether it is rebuilt when the application starts: `always`, or `when-empty`, which is where it was never rebuilt before; never unless said. */
  readonly rebuildAtStart?: 'always' | 'when-empty' | undefined;
}

/** A category whose entries have a lifetime and may be evicted. */
export interface EvictableCategory {
  /** The lifetime of its entries. */
  readonly ttl: Duration;
  /** Whether it is cleared under `warning` already; `false` unless said. */
  readonly expendable?: boolean | undefined;
}

/** How a Redis is managed that holds protected and evictable entries. */
export interface RedisMemoryOptions {
  /** The name that every key begins with: letters, digits, `_`, `-` and `.`. */
  readonly namespace: string;
  /** The categories of protected entries, by name. */
  readonly protected?: Readonly<Record<string, ProtectedCategory>> | undefined;
  /** The categories of evictable entries, by name; expendable ones are cleared in this order. */
  readonly evictable?: Readonly<Record<string, EvictableCategory>> | undefined;
  /** The limit of its memory; the server's `maxmemory` unless said. */
  readonly limit?: ByteSize | undefined;
  /** Shares of the limit: `warning` 0.85, `critical` 0.95, `protectedShare` 0.7 unless said. */
  readonly thresholds?: Partial<RedisThresholds> | undefined;
  /** Whether nothing else is kept in this database, so that protected keys are counted by INFO at any time; `false` unless said. */
  readonly ownsDatabase?: boolean | undefined;
  /** How often memory is checked; `'30s'` unless said. */
  readonly checkInterval?: Duration | undefined;
  /** How often keys are counted by category; `'5m'` unless said. */
  readonly countInterval?: Duration | undefined;
  /** The share of the time in which counting may keep the server busy; 0.1 unless said. */
  readonly countShare?: number | undefined;
}

/** The options, complete. */
export interface RedisMemorySettings {
  readonly namespace: string;
  readonly protected: ReadonlyMap<string, ProtectedCategory>;
  readonly evictable: ReadonlyMap<string, { readonly ttlMs: number; readonly expendable: boolean }>;
  readonly limitBytes: number | undefined;
  readonly thresholds: RedisThresholds;
  readonly ownsDatabase: boolean;
  readonly checkIntervalMs: number;
  readonly countIntervalMs: number;
  readonly countShare: number;
}

const share = must<number>(
  'a share above 0 and at most 1',
  (value) => typeof value === 'number' && value > 0 && value <= 1,
);
const group = must<Readonly<Record<string, unknown>>>(
  'an object of categories by name',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const NAME = /^[\w.-]{1,100}$/;
const name = must<string>(
  '1 to 100 letters, digits, _, - and .',
  (value) => typeof value === 'string' && NAME.test(value),
);
const PROTECTED = {
  source: callable<RecoverySource<string>>('a function that gives pairs [key, value]'),
  rebuildAtStart: oneOf<'always' | 'when-empty'>(['always', 'when-empty']),
} satisfies OptionRules;
const EVICTABLE = { ttl: parseDuration, expendable: flag } satisfies OptionRules;
const THRESHOLDS = { warning: share, critical: share, protectedShare: share } satisfies OptionRules;
const RULES = {
  namespace: name,
  protected: group,
  evictable: group,
  limit: parseByteSize,
  thresholds: (value, option) => readOptions(value, THRESHOLDS, option),
  ownsDatabase: flag,
  checkInterval: parseInterval,
  countInterval: parseInterval,
  countShare: share,
} satisfies OptionRules;

/** Reads the options. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readRedisMemoryOptions(options: RedisMemoryOptions): RedisMemorySettings {
  const subject = 'redis memory options';
  const read = readOptions(options, RULES, subject);
  const settings = Object.freeze({
    namespace: name(read.namespace, `${subject}.namespace`),
    protected: mapOf(read.protected, `${subject}.protected`, readProtected),
    evictable: mapOf(read.evictable, `${subject}.evictable`, readEvictable),
    limitBytes: read.limit,
    thresholds: Object.freeze({ warning: 0.85, critical: 0.95, protectedShare: 0.7, ...read.thresholds }),
    ownsDatabase: read.ownsDatabase ?? false,
    checkIntervalMs: read.checkInterval ?? 30_000,
    countIntervalMs: read.countInterval ?? 300_000,
    countShare: read.countShare ?? 0.1,
  });
  const { warning, critical } = settings.thresholds;
  if (warning >= critical) {
    throw invalid(
      `${subject}.thresholds`,
      'warning below critical',
      `${warning} and ${critical}`,
      'correct one of them',
    );
  }
  const twice = [...settings.protected.keys()].find((category) => settings.evictable.has(category));
  if (twice !== undefined) {
    throw invalid(
      subject,
      'a category to be protected or evictable',
      `'${twice}' as both`,
      'choose another name for one',
    );
  }
  return settings;
}

function readProtected(value: unknown, option: string): ProtectedCategory {
  const read = readOptions(value, PROTECTED, option);
  if (read.rebuildAtStart === undefined || read.source !== undefined) return read;
  throw invalid(`${option}.rebuildAtStart`, 'a source to rebuild from', 'none', 'give the category a source');
}

function readEvictable(value: unknown, option: string): { ttlMs: number; expendable: boolean } {
  const { ttl, expendable = false } = readOptions(value, EVICTABLE, option);
  return { ttlMs: Math.ceil(parseDuration(ttl, `${option}.ttl`)), expendable };
}

function mapOf<T>(
  categories: Readonly<Record<string, unknown>> | undefined,
  option: string,
  read: (value: unknown, option: string) => T,
): ReadonlyMap<string, T> {
  return new Map(
    Object.entries(categories ?? {}).map(([category, value]) => [
      name(category, `name of a category in ${option}`),
      read(value, `${option}.${category}`),
    ]),
  );
}

function invalid(subject: string, expected: string, found: string, remedy: string): CacheMemoryError {
  return new CacheMemoryError('INVALID_OPTION', { subject, expected, found, remedy });
}
