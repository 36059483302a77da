import { parseDuration } from '../engine/options/duration.js';
import { CacheMemoryError } from '../engine/errors.js';
import { must, oneOf, type OptionRule, readOptions } from '../engine/options/option-rules.js';
import type { SpillMoment } from '../engine/tiering/entry-tier.js';
import type { Codec } from './codec.js';
import type { TierPlace } from './tier.js';

/** The options of a tier, once they are read. */
export interface ReadTierOptions {
  readonly place: TierPlace;
  readonly codec: Codec<any>;
  readonly spill: SpillMoment;
  readonly timeoutMs: number;
  /** How long a claim to make a value outlives its process, in milliseconds; `undefined` where each process makes its own. */
  readonly leaseMs: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 2_000;
const DEFAULT_LEASE_MS = 10_000;
const SHORTEST_LEASE_MS = 100;

const atLeastShortest = must<number>(
  `a duration of at least ${SHORTEST_LEASE_MS} ms`,
  (ms) => (ms as number) >= SHORTEST_LEASE_MS,
);
const leaseRules = {
  lease: (value: unknown, option: string) => atLeastShortest(parseDuration(value, option), option),
};
const singleFlight: OptionRule<number | false> = (value, option) => {
  if (typeof value === 'boolean') return value && DEFAULT_LEASE_MS;
  return readOptions(value, leaseRules, option).lease ?? DEFAULT_LEASE_MS;
};

const rules = {
  place: must<TierPlace>('a place with open(region, peers), such as diskPlace({ directory })', isPlace),
  codec: must<Codec<any>>('a codec { name, version, is, toSnapshot, fromSnapshot }', isCodec),
  spill: oneOf<SpillMoment>(['evicted', 'stored']),
  timeout: parseDuration,
  singleFlight,
};

/** Reads the options of a tier. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readTierOptions(options: unknown): ReadTierOptions {
  const { place, codec, spill = 'evicted', timeout, singleFlight: lease } = readOptions(options, rules, 'tier');
  if (!place)
    throw missing('tier.place', 'a place for snapshots', 'add one, for example place: diskPlace({ directory })');
  if (!codec) {
    const remedy =
      'add jsonCodec for plain data, structuredCloneCodec, bytesCodec, or for instances a codec of your own';
    throw missing('tier.codec', 'a codec, since instances do not survive a general format', remedy);
  }
  const leaseMs = lease || undefined;
  if (leaseMs) mustShare(place, spill);
  return Object.freeze({ place, codec, spill, timeoutMs: timeout ?? DEFAULT_TIMEOUT_MS, leaseMs });
}

function mustShare({ hasLocks }: TierPlace, spill: SpillMoment): void {
  if (!hasLocks) {
    const remedy = 'use a place such as redisPlace({ connection }), or leave it out';
    throw invalid('tier.singleFlight', 'a place with locks, which many processes share', 'one without', remedy);
  }
  if (spill !== 'stored') {
    const remedy = "add spill: 'stored', so that the others find what one has made, or leave it out";
    throw invalid('tier.singleFlight', 'values that are written as they are stored', "spill: 'evicted'", remedy);
  }
}

function missing(subject: string, expected: string, remedy: string): CacheMemoryError {
  return invalid(subject, expected, 'none', remedy);
}

function invalid(subject: string, expected: string, found: string, remedy: string): CacheMemoryError {
  return new CacheMemoryError('INVALID_OPTION', { subject, expected, found, remedy });
}

function isPlace(value: unknown): boolean {
  return typeof (value as TierPlace | null)?.open === 'function';
}

function isCodec(value: unknown): boolean {
  const { name, version, is, toSnapshot, fromSnapshot } = (value ?? {}) as Partial<Codec<unknown>>;
  const isNamed = typeof name === 'string' && name.length > 0 && name.length <= 100 && Number.isSafeInteger(version);
  return isNamed && [is, toSnapshot, fromSnapshot].every((each) => typeof each === 'function');
}
