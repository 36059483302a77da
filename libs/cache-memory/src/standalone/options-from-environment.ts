import { type ByteSize, parseByteSize } from '../engine/options/byte-size.js';
import { parseDuration } from '../engine/options/duration.js';
import { policies, type PolicyName } from '../engine/eviction/policies.js';
import { parseInterval } from '../engine/options/interval.js';
import { must, oneOf, type OptionRule, positiveInteger } from '../engine/options/option-rules.js';
import { processLimitBytes } from '../pressure/sensing/process-limit.js';
import type { CacheMemoryOptions } from './cache-memory-options.js';
import { limitRule, thresholdsOver } from './memory-options.js';
import { DEFAULT_THRESHOLDS, type PressureThresholds } from '../pressure/pressure-level.js';

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What can be set for a region. */
interface RegionVariables {
  readonly maxEntries?: number;
  readonly maxBytes?: number;
  readonly ttl?: number;
  readonly idleTtl?: number;
  readonly loadTimeout?: number;
  readonly policy?: PolicyName;
}

const share = must<number>(
  'a share above 0 and at most 1',
  (value) => typeof value === 'number' && value > 0 && value <= 1,
);
const percentage = must<number>(
  'a percentage above 0 and at most 100',
  (value) => typeof value === 'number' && value > 0 && value <= 100,
);

/**
 * Options with what the environment says put over them, for whoever runs the application without changing it:
 * `CACHE_MAX_ITEMS`, `CACHE_MAX_BYTES` or `CACHE_MEMORY_PERCENT` (of what the process may use), `CACHE_TTL`, `CACHE_IDLE_TTL`,
 * `CACHE_LOAD_TIMEOUT` and `CACHE_EVICTION_POLICY` for the default region, the same with the name in the middle
 * (`CACHE_MODELS_MAX_ITEMS`) for each region among the options, and `CACHE_MEMORY_LIMIT`, `CACHE_CHECK_INTERVAL`,
 * `CACHE_MEMORY_THRESHOLD`, `CACHE_EVICTION_THRESHOLD` and `CACHE_CRITICAL_THRESHOLD` for memory. An empty variable says nothing.
 * Throws `INVALID_OPTION`, naming the variable.
 */
export function optionsFromEnvironment(
  options: CacheMemoryOptions = {},
  environment: Environment = process.env,
): CacheMemoryOptions {
  const { regions, memory, ...defaults } = options;
  const thresholds = thresholdsFrom(environment, memory?.thresholds);
  const limit = read(environment, 'CACHE_MEMORY_LIMIT', limitOrNumber);
  const checkInterval = read(environment, 'CACHE_CHECK_INTERVAL', numberBy(parseInterval));
  return {
    ...defaults,
    ...regionFrom(environment, 'CACHE_'),
    ...(regions && {
      regions: regions.map((region) => Object.assign({}, region, regionFrom(environment, prefixOf(region.region)))),
    }),
    memory: {
      ...memory,
      ...(limit === undefined ? {} : { limit }),
      ...(checkInterval === undefined ? {} : { checkInterval }),
      ...(thresholds && { thresholds: { ...memory?.thresholds, ...thresholds } }),
    },
  };
}

function regionFrom(environment: Environment, prefix: string): RegionVariables {
  const percent = read(environment, `${prefix}MEMORY_PERCENT`, numberBy(percentage));
  const found = {
    maxEntries: read(environment, `${prefix}MAX_ITEMS`, numberBy(positiveInteger)),
    maxBytes:
      read(environment, `${prefix}MAX_BYTES`, sizeOrNumber) ??
      (percent === undefined ? undefined : Math.floor((percent / 100) * processLimitBytes())),
    ttl: read(environment, `${prefix}TTL`, durationOrNumber),
    idleTtl: read(environment, `${prefix}IDLE_TTL`, durationOrNumber),
    loadTimeout: read(environment, `${prefix}LOAD_TIMEOUT`, durationOrNumber),
    policy: read(environment, `${prefix}EVICTION_POLICY`, oneOf(Object.keys(policies) as PolicyName[])),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** `models.v2` is written `CACHE_MODELS_V2_`. */
function prefixOf(region: string): string {
  return `CACHE_${region.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_`;
}

const thresholdNames = {
  warning: 'CACHE_MEMORY_THRESHOLD',
  eviction: 'CACHE_EVICTION_THRESHOLD',
  critical: 'CACHE_CRITICAL_THRESHOLD',
};

/** The thresholds that are set; they have to be in order with those that the options say. */
function thresholdsFrom(
  environment: Environment,
  options: Partial<PressureThresholds> | undefined,
): Partial<PressureThresholds> | undefined {
  const set = Object.entries(thresholdNames)
    .map(([level, name]) => [level, read(environment, name, numberBy(share))] as const)
    .filter(([, value]) => value !== undefined);
  if (set.length === 0) return undefined;
  const found: Partial<PressureThresholds> = Object.fromEntries(set);
  thresholdsOver(DEFAULT_THRESHOLDS)({ ...options, ...found }, Object.values(thresholdNames).join(', '));
  return found;
}

function read<T>(environment: Environment, name: string, rule: OptionRule<T>): T | undefined {
  const text = environment[name]?.trim();
  return text ? rule(text, name) : undefined;
}

/** A rule for a number that is written as text. */
function numberBy(rule: OptionRule<number>): OptionRule<number> {
  return (text, name) => rule(isNumber(text) ? Number(text) : text, name);
}

const sizeOrNumber: OptionRule<number> = (text, name) => parseByteSize(isNumber(text) ? Number(text) : text, name);
const durationOrNumber: OptionRule<number> = (text, name) => parseDuration(isNumber(text) ? Number(text) : text, name);
/** A limit is left as it is written: what a percentage means shows where the caches are. */
const limitOrNumber: OptionRule<ByteSize> = (text, name) => {
  const limit = isNumber(text) ? Number(text) : String(text);
  limitRule(processLimitBytes())(limit, name);
  return limit;
};

function isNumber(text: unknown): boolean {
  return typeof text === 'string' && /^\d+(\.\d+)?$/.test(text);
}
