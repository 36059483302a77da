import { type ByteSize, parseByteSize } from '../engine/options/byte-size.js';
import { type CacheOptions, readCacheOptions } from '../engine/cache-options.js';
import { describeValue } from '../engine/options/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';
import { ownershipOf } from '../engine/instances/ownership.js';
import { PRIORITIES, type Priority } from '../engine/eviction/priority.js';
import { callable, flag, oneOf } from '../engine/options/option-rules.js';
import type { Weigher } from '../engine/entries/weigher.js';
import { sizeOf } from '../sizing/size-of.js';
import { entryTier, type TierOptions } from '../tiers/entry-tier.js';
import type { RecoverySource } from '../sources/recovery-source.js';

/** The options of a named region; everything is as for one cache, and values are measured where no `weigher` is given. */
export interface RegionOptions<K = any, V = any> extends Omit<CacheOptions<K, V>, 'tier'> {
  /** The name by which the region is injected and shown. */
  readonly region: string;
  /** Bytes that other regions cannot take from it as long as the common budget reaches; none unless said. Only critical pressure takes them. */
  readonly minBytes?: ByteSize | undefined;
  /** How much the time that its hits save counts beside that of other regions: a quarter, as much, or four times; `normal` unless said. */
  readonly priority?: Priority | undefined;
  /**
   * Where protected entries come from. With it the region can be rebuilt, and its protected entries may leave when pressure stays
   * critical although everything else is gone; once pressure is normal again, they are put back from here. Without it they never leave.
   */
  readonly source?: RecoverySource<K, V> | undefined;
  /** Whether it is rebuilt from its source when the application starts; `false` unless said. */
  readonly rebuildAtStart?: boolean | undefined;
  /**
   * Where evicted entries go and come back from on a miss of `getOrCreate`, `acquire` or `use`, and the codec for them; none
   * unless said.
   */
  readonly tier?: TierOptions<V> | undefined;
}

/** What the governor is told of a region. */
export interface RegionTerms {
  readonly minBytes: number;
  readonly importance: number;
  readonly source: RecoverySource | undefined;
  readonly rebuildAtStart: boolean;
}

const measured: Weigher<unknown, unknown> = (value) => ownershipOf(value)?.weight() ?? sizeOf(value);
const sourceRule = callable<RecoverySource>('a function that gives pairs [key, value]');
const IMPORTANCE: Readonly<Record<Priority, number>> = { low: 0.25, normal: 1, high: 4 };

/** The options of a region's cache and the terms for the governor, checked. Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `UNBOUNDED_CACHE`. */
export function readRegion<K, V>(options: RegionOptions<K, V>): { cache: CacheOptions<K, V>; terms: RegionTerms } {
  checkRegionName(options?.region);
  const { minBytes, priority, source, rebuildAtStart, tier, ...rest } = options;
  const cache = {
    ...rest,
    weigher: options.weigher ?? measured,
    tier: tier === undefined ? undefined : entryTier<K, V>(tier),
  };
  const { settings } = readCacheOptions(cache);
  const terms = {
    minBytes: minBytes === undefined ? 0 : parseByteSize(minBytes, 'cache options.minBytes'),
    importance: IMPORTANCE[priority === undefined ? 'normal' : oneOf(PRIORITIES)(priority, 'cache options.priority')],
    source: source === undefined ? undefined : sourceRule(source, 'cache options.source'),
    rebuildAtStart: rebuildAtStart === undefined ? false : flag(rebuildAtStart, 'cache options.rebuildAtStart'),
  };
  if (terms.minBytes > settings.maxBytes) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'cache options.minBytes',
      expected: 'no more than maxBytes',
      found: `${terms.minBytes}, where maxBytes is ${settings.maxBytes}`,
      remedy: 'raise maxBytes, or promise less',
    });
  }
  if (terms.rebuildAtStart && !terms.source) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'cache options.rebuildAtStart',
      expected: 'a source to rebuild from',
      found: 'none',
      remedy: 'give the region a source, such as csvSource(path, { key, map })',
    });
  }
  return { cache, terms };
}

/** Checks that a region is named. Throws `INVALID_OPTION`. */
export function checkRegionName(name: unknown): string {
  if (typeof name === 'string' && name.trim().length > 0 && name.length <= 100) return name;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'region',
    expected: 'a name of 1 to 100 characters',
    found: describeValue(name),
    remedy: "name it, as in { region: 'models', maxEntries: 10 }",
  });
}
