import { type ByteSize, parseByteSize } from './options/byte-size.js';
import type { Clock } from './time/clock.js';
import { coarseClock } from './time/coarse-clock.js';
import { describeValue } from './options/describe-value.js';
import type { Disposer } from './disposal/disposer.js';
import { type Duration, parseDuration } from './options/duration.js';
import { CacheMemoryError } from './errors.js';
import type { EvictionPolicyFactory } from './eviction/eviction-policy.js';
import type { LifeRules } from './leasing/life-rules.js';
import type { AdaptiveTtl } from './freshness/adaptive-ttl.js';
import type { FreshnessOptions } from './freshness/freshness-options.js';
import {
  checkFreshness,
  type FreshnessPlan,
  freshnessRules,
  planFreshness,
  UNRENEWED,
} from './freshness/freshness-plan.js';
import type { RandomSource } from './freshness/random-source.js';
import { GivenClock } from './time/given-clock.js';
import type { InstanceFactory } from './instances/instance-factory.js';
import { plainInstances } from './instances/plain-instances.js';
import { policies, type PolicyName } from './eviction/policies.js';
import {
  callable,
  flag,
  must,
  oneOf,
  type OptionRule,
  positiveInteger,
  type ReadOptions,
  readOptions,
} from './options/option-rules.js';
import { type Retention, RETENTIONS } from './retention/retention.js';
import type { TickingClock } from './time/ticking-clock.js';
import type { TierSource } from './tiering/entry-tier.js';
import type { Weigher } from './entries/weigher.js';

/** The options of one cache. At least one of `maxEntries` and `maxBytes` is required: a cache without a bound is refused. */
export interface CacheOptions<K = unknown, V = unknown> extends FreshnessOptions {
  /** The cache's name in statistics, logs and errors; `default` unless said. */
  readonly region?: string | undefined;
  /** The most entries at any moment. */
  readonly maxEntries?: number | undefined;
  /** The most bytes at any moment, as the weigher counts them; needs a `weigher`. */
  readonly maxBytes?: ByteSize | undefined;
  /** Absolute lifetime of an entry, or a function that answers it for each value about to be stored; none unless said. */
  readonly ttl?: Duration | AdaptiveTtl<K, V> | undefined;
  /** Sliding lifetime of an entry, started anew by each hit; none unless said. */
  readonly idleTtl?: Duration | undefined;
  /** How instances are held; `strong` unless said. */
  readonly retention?: Retention | undefined;
  /** Which entry goes first: a name, or a policy of your own; `hybrid` unless said, the one that saves most of what loading costs. */
  readonly policy?: PolicyName | EvictionPolicyFactory | undefined;
  /** Says how many bytes a value holds; every entry weighs 0 unless said. */
  readonly weigher?: Weigher<K, V> | undefined;
  /** How long a loader may take before its callers get `LOAD_TIMEOUT` and its signal is aborted; no limit unless said. */
  readonly loadTimeout?: Duration | undefined;
  /**
   * How long a loader's failure, or its answer `undefined`, is remembered: until then the key's callers get the same at once, and
   * no loader is started; not at all unless said.
   */
  readonly negativeTtl?: Duration | undefined;
  /**
   * Whether each entry's age, last access and number of accesses are kept, at 12 bytes an entry; unless said, as long as there
   * are no more than 65,536 entries. A `soft` or `weak` cache keeps them always.
   */
  readonly details?: boolean | undefined;
  /**
   * Ends the life of an instance that has left the cache and is not leased any more. Unless said, an instance ends itself: by
   * `Symbol.asyncDispose`, else `Symbol.dispose`, else the shutdown hooks of Nest that it has. `false`: the cache disposes of
   * nothing, as is the rule in `weak` and `soft` caches, whose instances may come back.
   */
  readonly dispose?: Disposer<K, V> | false | undefined;
  /**
   * How long an instance that has left may stay leased before `lease.overdue` is told, how long a disposal may take, and how
   * long `close()` waits for leases; `'30s'` unless said.
   */
  readonly drainTimeout?: Duration | undefined;
  /** The most instances that may be leased at a time, entries or not; no ceiling unless said. */
  readonly maxLeased?: number | undefined;
  /** Whether a load waits until its key's former instance, whose disposal has begun, is disposed; `true` unless said. */
  readonly reloadAfterDisposal?: boolean | undefined;
  /** Makes the instances that `instance` asks for; Nest's injector in a Nest application, else `new`, unless said. */
  readonly instances?: InstanceFactory | undefined;
  /**
   * Where evicted entries go and come back from on a miss of `getOrCreate`, `acquire` or `use`; made by `entryTier` of door
   * `/tiers`. None unless said.
   */
  readonly tier?: TierSource<any, any> | undefined;
  /** Where time comes from; the process's monotonic clock, read about once a millisecond, unless said. */
  readonly clock?: Clock | undefined;
  /** Where `jitter` takes its chance from: numbers of at least 0 and below 1; `Math.random` unless said. */
  readonly random?: RandomSource | undefined;
}

/** The options that can change while the cache is in use; `null` takes a bound or a lifetime away. */
export interface CacheConfiguration {
  readonly maxEntries?: number | null | undefined;
  readonly maxBytes?: ByteSize | null | undefined;
  /** Holds for entries stored from now on, as do `idleTtl`, all that keeps entries fresh, `loadTimeout` and `negativeTtl`. */
  readonly ttl?: Duration | AdaptiveTtl<any, any> | null | undefined;
  readonly idleTtl?: Duration | null | undefined;
  readonly policy?: PolicyName | EvictionPolicyFactory | undefined;
  readonly loadTimeout?: Duration | null | undefined;
  readonly staleWhileRevalidate?: Duration | null | undefined;
  readonly grace?: Duration | null | undefined;
  readonly refreshAhead?: number | null | undefined;
  readonly jitter?: number | null | undefined;
  readonly negativeTtl?: Duration | null | undefined;
}

/** A cache's options once they are read. */
export interface ReadCacheOptions {
  readonly region: string;
  readonly retention: Retention;
  readonly weigher: Weigher<unknown, unknown> | undefined;
  readonly clock: TickingClock;
  readonly life: LifeRules<unknown, unknown>;
  readonly instances: InstanceFactory;
  readonly random: RandomSource;
  readonly tier: TierSource<any, any> | undefined;
  readonly settings: CacheSettings;
}

/** What the engine works with: every option read, in one unit, `Infinity` for none. */
export interface CacheSettings {
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly ttlMs: number;
  readonly idleTtlMs: number;
  readonly loadTimeoutMs: number;
  /** 0 for not at all. */
  readonly negativeMs: number;
  readonly freshness: FreshnessPlan;
  readonly policy: EvictionPolicyFactory;
  readonly details: boolean | undefined;
}

const policy: OptionRule<EvictionPolicyFactory> = (value, option) =>
  typeof value === 'function'
    ? (value as EvictionPolicyFactory)
    : policies[oneOf(Object.keys(policies) as PolicyName[])(value, option)];

const configurable = {
  ...freshnessRules,
  maxEntries: positiveInteger,
  maxBytes: parseByteSize,
  idleTtl: parseDuration,
  policy,
  loadTimeout: parseDuration,
  negativeTtl: parseDuration,
};

const DEFAULT_DRAIN_TIMEOUT_MS = 30_000;

const rules = {
  ...configurable,
  region: must<string>('a name of 1 to 100 characters', isName),
  retention: oneOf(RETENTIONS),
  weigher: callable<Weigher<unknown, unknown>>('a function (value, key) => bytes'),
  details: flag,
  dispose: must<Disposer<unknown, unknown> | false>(
    'a function (value, { key, cause }) that ends an instance, or false',
    (value) => value === false || typeof value === 'function',
  ),
  drainTimeout: parseDuration,
  maxLeased: positiveInteger,
  reloadAfterDisposal: flag,
  instances: must<InstanceFactory>(
    'an object with make(type, request): instance',
    (value) => typeof (value as InstanceFactory | null)?.make === 'function',
  ),
  tier: must<TierSource<any, any>>('a tier made by entryTier({ place, codec }) of door /tiers', isTierSource),
  clock: must<Clock>('an object with now(): milliseconds', isClock),
  random: callable<RandomSource>('a function that answers a number of at least 0 and below 1'),
};

const changeable = {
  ...configurable,
  maxEntries: orElse(Infinity, positiveInteger),
  maxBytes: orElse(Infinity, parseByteSize),
  ttl: orElse(Infinity, freshnessRules.ttl),
  idleTtl: orElse(Infinity, parseDuration),
  loadTimeout: orElse(Infinity, parseDuration),
  staleWhileRevalidate: orElse(0, parseDuration),
  grace: orElse(0, parseDuration),
  refreshAhead: orElse(1, freshnessRules.refreshAhead),
  jitter: orElse(0, freshnessRules.jitter),
  negativeTtl: orElse(0, parseDuration),
};

/** Reads the options of a cache. Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `UNBOUNDED_CACHE`. */
export function readCacheOptions(options: unknown): ReadCacheOptions {
  const read = readOptions(options, rules, 'cache options');
  const settings: CacheSettings = {
    maxEntries: read.maxEntries ?? Infinity,
    maxBytes: read.maxBytes ?? Infinity,
    ttlMs: typeof read.ttl === 'number' ? read.ttl : Infinity,
    idleTtlMs: read.idleTtl ?? Infinity,
    loadTimeoutMs: read.loadTimeout ?? Infinity,
    negativeMs: read.negativeTtl ?? 0,
    freshness: planFreshness(read, UNRENEWED),
    policy: read.policy ?? policies.hybrid,
    details: read.details,
  };
  return {
    region: read.region ?? 'default',
    retention: read.retention ?? 'strong',
    weigher: read.weigher,
    clock: read.clock ? new GivenClock(read.clock) : coarseClock,
    instances: read.instances ?? plainInstances,
    life: lifeRules(read),
    random: read.random ?? Math.random,
    tier: read.tier,
    settings: checkSettings(settings, read.weigher !== undefined),
  };
}

function lifeRules(read: ReadOptions<typeof rules>): LifeRules<unknown, unknown> {
  const { retention = 'strong', dispose } = read;
  if (retention !== 'strong' && dispose) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'cache options.dispose',
      expected: "retention 'strong', since an instance that may come back must not have been disposed",
      found: describeValue(retention),
      remedy: 'leave out either dispose or retention',
    });
  }
  return {
    dispose: retention === 'strong' ? dispose : false,
    drainTimeoutMs: read.drainTimeout ?? DEFAULT_DRAIN_TIMEOUT_MS,
    maxLeased: read.maxLeased ?? Infinity,
    reloadAfterDisposal: read.reloadAfterDisposal ?? true,
  };
}

/** The settings after a change. Throws like `readCacheOptions`, and then nothing has changed. */
export function changeSettings(settings: CacheSettings, change: unknown, hasWeigher: boolean): CacheSettings {
  const read = readOptions(change, changeable, 'configure');
  return checkSettings(
    {
      maxEntries: read.maxEntries ?? settings.maxEntries,
      maxBytes: read.maxBytes ?? settings.maxBytes,
      ttlMs: typeof read.ttl === 'number' ? read.ttl : settings.ttlMs,
      idleTtlMs: read.idleTtl ?? settings.idleTtlMs,
      loadTimeoutMs: read.loadTimeout ?? settings.loadTimeoutMs,
      negativeMs: read.negativeTtl ?? settings.negativeMs,
      freshness: planFreshness(read, settings.freshness),
      policy: read.policy ?? settings.policy,
      details: settings.details,
    },
    hasWeigher,
  );
}

function checkSettings(settings: CacheSettings, hasWeigher: boolean): CacheSettings {
  if (settings.maxEntries === Infinity && settings.maxBytes === Infinity) {
    throw new CacheMemoryError('UNBOUNDED_CACHE', {
      subject: 'cache options',
      expected: 'a bound: maxEntries, maxBytes or both',
      found: 'neither',
      remedy: 'add one, for example maxEntries: 1000',
    });
  }
  if (settings.maxBytes < Infinity && !hasWeigher) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'cache options.maxBytes',
      expected: 'a weigher that says how many bytes a value holds',
      found: describeValue(undefined),
      remedy: 'add weigher: (value) => bytes, or take the cache from createCacheMemory(), which measures values itself',
    });
  }
  checkFreshness(settings.freshness, settings.ttlMs, 'cache options');
  return Object.freeze(settings);
}

/** A rule by which `null` takes away what was said. */
function orElse<T>(none: number, rule: OptionRule<T>): OptionRule<T | number> {
  return (value, option) => (value === null ? none : rule(value, option));
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim().length > 0 && value.length <= 100;
}

function isClock(value: unknown): boolean {
  return typeof (value as Clock | null)?.now === 'function';
}

function isTierSource(value: unknown): boolean {
  return typeof (value as TierSource<unknown, unknown> | null)?.open === 'function';
}
