import { type Duration, parseDuration } from '../../engine/options/duration.js';
import { parseInterval } from '../../engine/options/interval.js';
import { must, type OptionRule, readOptions } from '../../engine/options/option-rules.js';
import type { RedisConnectionOptions } from '../connection/connect-redis.js';

/** Where regions keep snapshots that many processes share. */
export interface RedisPlaceOptions {
  /** Options of node-redis' `createClient`, such as `{ url: 'redis://cache:6379' }`. */
  readonly connection: RedisConnectionOptions;
  /** The name that every key begins with: letters, digits, `_`, `-` and `.`; `cache` unless said. */
  readonly namespace?: string | undefined;
  /** The longest that an entry is kept, whatever its own lifetime; `'1d'` unless said. */
  readonly maxTtl?: Duration | undefined;
  /** For how long the server may be silent before it counts as hung or cut off: at least `'100ms'`; `'1s'` unless said. */
  readonly hangTimeout?: Duration | undefined;
  /**
   * For how long values in memory may be served while changes go unheard. Unless said they are dropped as soon as the connection is
   * lost or the server hangs, and again every second until changes are heard. What others change is therefore served for
   * `hangTimeout` and this at the longest.
   */
  readonly staleWindow?: Duration | undefined;
}

/** The options of a place, once they are read. */
export interface ReadRedisPlaceOptions {
  readonly connection: RedisConnectionOptions;
  readonly namespace: string;
  readonly maxTtlMs: number;
  readonly hangTimeoutMs: number;
  /** `undefined` where nothing is served that may be stale. */
  readonly staleWindowMs: number | undefined;
}

const SHORTEST_HANG_MS = 100;

const connectionRule = must<RedisConnectionOptions>(
  "options of node-redis, such as { url: 'redis://localhost:6379' }",
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const hangTimeout: OptionRule<number> = (value, option) => {
  const atLeast = must<number>(`a duration of at least ${SHORTEST_HANG_MS} ms`, (ms) => Number(ms) >= SHORTEST_HANG_MS);
  return atLeast(parseInterval(value, option), option);
};
const rules = {
  connection: connectionRule,
  namespace: must<string>(
    '1 to 100 letters, digits, _, - and .',
    (value) => typeof value === 'string' && /^[\w.-]{1,100}$/.test(value),
  ),
  maxTtl: parseDuration,
  hangTimeout,
  staleWindow: parseInterval,
};

/** Reads the options of a place. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readRedisPlaceOptions(options: unknown): ReadRedisPlaceOptions {
  const read = readOptions(options, rules, 'redis place');
  return Object.freeze({
    connection: connectionRule(read.connection, 'redis place.connection'),
    namespace: read.namespace ?? 'cache',
    maxTtlMs: read.maxTtl ?? 86_400_000,
    hangTimeoutMs: read.hangTimeout ?? 1_000,
    staleWindowMs: read.staleWindow,
  });
}
