import type { Tier, TierPeers, TierPlace } from '../../tiers/tier.js';
import { FencedWrites } from './fenced-writes.js';
import { type ReadRedisPlaceOptions, readRedisPlaceOptions, type RedisPlaceOptions } from './redis-place-options.js';
import { RedisTier } from './redis-tier.js';
import { TierNames } from './tier-names.js';
import { TrackedConnection } from './tracked-connection.js';

const CLEAR_AGAIN_MS = 1_000;

/**
 * A place for tiers in Redis, which many processes share: what one changes, invalidates or clears is dropped from the memory of the
 * others as soon as the server has told them. It connects when the first region opens, and disconnects with the last. Throws
 * `UNKNOWN_OPTION` or `INVALID_OPTION`.
 */
export function redisPlace(options: RedisPlaceOptions): TierPlace {
  return new RedisPlace(readRedisPlaceOptions(options));
}

interface OpenRegion {
  readonly region: string;
  readonly peers: TierPeers;
  readonly tier: RedisTier;
}

class RedisPlace implements TierPlace {
  readonly hasLocks = true;
  readonly #open = new Set<OpenRegion>();
  readonly #names: TierNames;
  #connection: TrackedConnection | undefined;
  #writes: FencedWrites | undefined;
  #unheard: NodeJS.Timeout | undefined;

  constructor(private readonly options: ReadRedisPlaceOptions) {
    this.#names = new TierNames(options.namespace);
  }

  async open(region: string, peers: TierPeers): Promise<Tier> {
    const connection = (this.#connection ??= new TrackedConnection(
      this.options.connection,
      this.#names.prefix,
      this.options.hangTimeoutMs,
      {
        changed: (key) => this.#tell(key),
        lost: () => this.#goDeaf(),
        regained: () => this.#hearAgain(),
      },
    ));
    const writes = (this.#writes ??= new FencedWrites(() => connection.session()));
    const tier = new RedisTier(
      region,
      this.#names,
      this.options.maxTtlMs,
      (command) => connection.send(command),
      writes,
      () => this.#close(open),
    );
    const open = { region, peers, tier };
    this.#open.add(open);
    await connection.firstTry;
    if (!connection.isHearing && !this.#unheard) this.#goDeaf();
    return tier;
  }

  #tell(name: string | null): void {
    const news = name === null ? undefined : this.#names.read(name);
    if (name === null) return this.#dropAll();
    if (!news) return;
    for (const { region, peers, tier } of this.#open) {
      if (region !== news.region) continue;
      if (news.kind === 'entry') peers.changed(news.key);
      else {
        tier.heardOfClearing();
        if (news.kind !== 'numbers') peers.cleared(news.kind === 'tag' ? [news.tag] : undefined);
      }
    }
  }

  #goDeaf(): void {
    if (this.options.staleWindowMs === undefined) this.#dropAll();
    clearInterval(this.#unheard);
    this.#unheard = setInterval(() => this.#dropAll(), this.options.staleWindowMs ?? CLEAR_AGAIN_MS).unref();
  }

  #hearAgain(): void {
    clearInterval(this.#unheard);
    this.#unheard = undefined;
    this.#dropAll();
    for (const { peers } of this.#open) peers.answers();
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
    this.#writes = undefined;
  }
}
