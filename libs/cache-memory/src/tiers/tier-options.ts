import { parseDuration } from '../engine/options/duration.js';
import { CacheMemoryError } from '../engine/errors.js';
import { must, oneOf, readOptions } from '../engine/options/option-rules.js';
import type { SpillMoment } from '../engine/tiering/entry-tier.js';
import type { Codec } from './codec.js';
import type { TierPlace } from './tier.js';

/** The options of a tier, once they are read. */
export interface ReadTierOptions {
  readonly place: TierPlace;
  readonly codec: Codec<any>;
  readonly spill: SpillMoment;
  readonly timeoutMs: number;
}

const DEFAULT_TIMEOUT_MS = 2_000;

const rules = {
  place: must<TierPlace>('a place with open(region, peers), such as diskPlace({ directory })', isPlace),
  codec: must<Codec<any>>('a codec { name, version, is, toSnapshot, fromSnapshot }', isCodec),
  spill: oneOf<SpillMoment>(['evicted', 'stored']),
  timeout: parseDuration,
};

/** Reads the options of a tier. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readTierOptions(options: unknown): ReadTierOptions {
  const { place, codec, spill, timeout } = readOptions(options, rules, 'tier');
  if (!place)
    throw missing('tier.place', 'a place for snapshots', 'add one, for example place: diskPlace({ directory })');
  if (!codec) {
    const remedy =
      'add jsonCodec for plain data, structuredCloneCodec, bytesCodec, or for instances a codec of your own';
    throw missing('tier.codec', 'a codec, since instances do not survive a general format', remedy);
  }
  return Object.freeze({ place, codec, spill: spill ?? 'evicted', timeoutMs: timeout ?? DEFAULT_TIMEOUT_MS });
}

function missing(subject: string, expected: string, remedy: string): CacheMemoryError {
  return new CacheMemoryError('INVALID_OPTION', { subject, expected, found: 'none', remedy });
}

function isPlace(value: unknown): boolean {
  return typeof (value as TierPlace | null)?.open === 'function';
}

function isCodec(value: unknown): boolean {
  const { name, version, is, toSnapshot, fromSnapshot } = (value ?? {}) as Partial<Codec<unknown>>;
  const isNamed = typeof name === 'string' && name.length > 0 && name.length <= 100 && Number.isSafeInteger(version);
  return isNamed && [is, toSnapshot, fromSnapshot].every((each) => typeof each === 'function');
}
