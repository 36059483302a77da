import { type Duration, parseDuration } from '../../engine/options/duration.js';
import { must, type OptionRules, readOptions } from '../../engine/options/option-rules.js';
import type { Tier, TierPeers, TierPlace } from '../../tiers/tier.js';
import type { RedisConnectionOptions } from '../connection/connect-redis.js';
import { RedisTier } from './redis-tier.js';
import { TierNames } from './tier-names.js';
import { TrackedConnection } from './tracked-connection.js';

/** Where regions keep snapshots that many processes share. */
export interface RedisPlaceOptions {
  /** Options of node-redis' `createClient`, such as `{ url: 'redis://cache:6379' }`. */
  readonly connection: RedisConnectionOptions;
  /** The name that every key begins with: letters, digits, `_`, `-` and `.`; `cache` unless said. */
  readonly namespace?: string | undefined;
  /** The longest that an entry is kept, whatever its own lifetime; `'1d'` unless said. */
  readonly maxTtl?: Duration | undefined;
  /**
   * For how long values in memory may be served while changes go unheard. Unless said they are dropped as soon as the connection is
   * lost or the server hangs, and again every second until changes are heard.
   */
  readonly staleWindow?: Duration | undefined;
}

const CLEAR_AGAIN_MS = 1_000;
const RULES = {
  connection: must<RedisConnectionOptions>(
    "options of node-redis, such as { url: 'redis://localhost:6379' }",
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ),
  namespace: must<string>(
    '1 to 100 letters, digits, _, - and .',
    (value) => typeof value === 'string' && /^[\w.-]{1,100}$/.test(value),
  ),
  maxTtl: parseDuration,
  staleWindow: parseDuration,
} satisfies OptionRules;

/**
 * A place for tiers in Redis, which many processes share: what one changes, invalidates or clears is dropped from the memory of the
 * others as soon as the server has told them. It connects when the first region opens, and disconnects with the last. Throws
 * `UNKNOWN_OPTION` or `INVALID_OPTION`.
 */
export function redisPlace(options: RedisPlaceOptions): TierPlace {
  const read = readOptions(options, RULES, 'redis place');
  const connection = RULES.connection(read.connection, 'redis place.connection');
  return new RedisPlace(
    connection,
    new TierNames(read.namespace ?? 'cache'),
    read.maxTtl ?? 86_400_000,
    read.staleWindow,
  );
}

interface OpenRegion {
  readonly region: string;
  readonly peers: TierPeers;
  readonly tier: RedisTier;
}

class RedisPlace implements TierPlace {
  readonly #open = new Set<OpenRegion>();
  #connection: TrackedConnection | undefined;
  #unheard: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: RedisConnectionOptions,
    private readonly names: TierNames,
    private readonly maxTtlMs: number,
    private readonly staleWindowMs: number | undefined,
  ) {}

  async open(region: string, peers: TierPeers): Promise<Tier> {
    const connection = (this.#connection ??= new TrackedConnection(this.options, this.names.prefix, {
      changed: (key) => this.#tell(key),
      lost: () => this.#goDeaf(),
      regained: () => this.#hearAgain(),
    }));
    const tier = new RedisTier(
      region,
      this.names,
      this.maxTtlMs,
      (command) => connection.send(command),
      () => this.#close(open),
    );
    const open = { region, peers, tier };
    this.#open.add(open);
    await connection.firstTry;
    if (!connection.isHearing && !this.#unheard) this.#goDeaf();
    return tier;
  }

  #tell(name: string | null): void {
    const news = name === null ? undefined : this.names.read(name);
    if (name === null) return this.#dropAll();
    if (!news) return;
    for (const { region, peers, tier } of this.#open) {
      if (region !== news.region) continue;
      if (news.kind === 'entry') peers.changed(news.key);
      else {
        tier.heardOfClearing();
        peers.cleared(news.kind === 'tag' ? [news.tag] : undefined);
      }
    }
  }

  #goDeaf(): void {
    if (this.staleWindowMs === undefined) this.#dropAll();
    clearInterval(this.#unheard);
    this.#unheard = setInterval(() => this.#dropAll(), this.staleWindowMs ?? CLEAR_AGAIN_MS).unref();
  }

  #hearAgain(): void {
    clearInterval(this.#unheard);
    this.#unheard = undefined;
    this.#dropAll();
  }

  #dropAll(): void {
    for (const { peers, tier } of this.#open) {
      tier.heardOfClearing();
      peers.cleared();
    }
  }

  #close(open: OpenRegion): void {
    this.#open.delete(open);
    if (this.#open.size > 0) return;
    clearInterval(this.#unheard);
    this.#unheard = undefined;
    this.#connection?.close();
    this.#connection = undefined;
  }
}
