import type { Clock } from '../engine/time/clock.js';
import type { Duration } from '../engine/options/duration.js';
import { agedEntry } from '../engine/tiering/aged-entry.js';
import type { EntryTier, SpillMoment, TierEntry, TierListener, TierSource } from '../engine/tiering/entry-tier.js';
import { type LoadClaims, NO_CLAIMS } from '../engine/tiering/load-claims.js';
import type { Codec } from './codec.js';
import { type Envelope, openEnvelope, sealEnvelope } from './envelope.js';
import { GuardedPlace } from './guarded-place.js';
import { LateWrites } from './late-writes.js';
import { PlaceClaims } from './place-claims.js';
import { readTierOptions } from './tier-options.js';
import type { Tier, TierPlace } from './tier.js';
import { readTierKey, writeTierKey } from './tier-key.js';
import { notEncodable, tierTimedOut, unreadable } from './tier-problems.js';
import { withinTime } from './within-time.js';

/** The tier of one region: a place, and the format of its values. */
export interface TierOptions<V = any> {
  /** Where snapshots are kept, such as `diskPlace({ directory })`. */
  readonly place: TierPlace;
  /** The format, such as `jsonCodec`; without one no region has a tier. */
  readonly codec: Codec<V>;
  /**
   * `evicted`: what is evicted, and what is held when the cache is closed; `stored`: each value as it is stored, so that what is
   * in memory survives a crash too. `evicted` unless said.
   */
  readonly spill?: SpillMoment | undefined;
  /** How long the place may take for one call, and the codec for one value; `'2s'` unless said. */
  readonly timeout?: Duration | undefined;
  /**
   * Whether a value that is missing in many processes at once is made by one of them, for which the others wait. Needs a place with
   * locks, such as `redisPlace`, and `spill: 'stored'`. `lease` is how long the others wait for a process that has died, at least
   * `'100ms'`; `'10s'` unless said. Where the place does not answer, each process makes its own.
   */
  readonly singleFlight?: boolean | SingleFlightOptions | undefined;
}

/** How one of many processes makes a value. */
export interface SingleFlightOptions {
  /** How long the others wait for a process that has died; a load may take longer. `'10s'` unless said. */
  readonly lease?: Duration | undefined;
}

/** Where time comes from: a clock for pauses, and the milliseconds since 1970 for lifetimes that outlast the process. */
export interface TierTimes {
  /** A monotonic clock, for pauses. */
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly today: () => number;
}

const PROCESS_TIMES: TierTimes = { clock: performance, today: () => Date.now() };

/**
 * A tier for a cache, made of a place and a codec. Snapshots are sealed with a checksum, the codec's name and version, and what
 * is left of their lifetime; one that is damaged or of another codec counts as a miss. A place that fails or hangs five times in
 * a row is not asked for a second, then for up to half a minute. Throws `INVALID_OPTION` or `UNKNOWN_OPTION`.
 */
export function entryTier<K = any, V = any>(
  options: TierOptions<V>,
  times: TierTimes = PROCESS_TIMES,
): TierSource<K, V> {
  const { place, codec, spill, timeoutMs, leaseMs } = readTierOptions(options);
  return {
    spill,
    open(region, listener) {
      const open = () =>
        place.open(region, {
          changed: (key) => listener.changed(readTierKey(key) as K),
          cleared: (tags) => listener.cleared(tags),
          answers: () => guarded.trust(),
        });
      const turned: TierListener<K>['turned'] = (state, reason) => listener.turned(state, reason);
      const guarded = new GuardedPlace(open, timeoutMs, times.clock, turned);
      guarded.warm();
      const claims = leaseMs === undefined ? undefined : new PlaceClaims(guarded, leaseMs);
      return new CodedTier<K, V>(guarded, codec as Codec<V>, timeoutMs, times.today, claims);
    },
  };
}

/** Values in a place that keeps bytes. */
class CodedTier<K, V> implements EntryTier<K, V> {
  readonly #late = new LateWrites();

  constructor(
    private readonly place: GuardedPlace,
    private readonly codec: Codec<V>,
    private readonly timeoutMs: number,
    private readonly today: () => number,
    private readonly own: PlaceClaims | undefined,
  ) {}

  get claims(): LoadClaims<K> {
    return this.own ?? NO_CLAIMS;
  }

  async recall(key: K): Promise<TierEntry<V> | undefined> {
    const text = writeTierKey(key);
    if (text === undefined) return undefined;
    const sealed = await this.place.call('recall', (tier) => tier.recall(text));
    if (sealed === undefined) return undefined;
    if (this.#late.has(text))
      throw unreadable(text, 'the last value', 'one that a write that was given up may have left');
    try {
      const entry = await this.#read(text, sealed);
      if (!entry) await this.#forget(text);
      return entry;
    } catch (error) {
      await this.#forget(text);
      throw error;
    }
  }

  async pack(key: K, entry: TierEntry<V>): Promise<() => Promise<boolean>> {
    const text = writeTierKey(key);
    const { codec } = this;
    if (text === undefined) throw notEncodable(codec.name, 'a key that is told apart by identity alone');
    const { value, ...facts } = entry;
    if (!codec.is(value)) throw notEncodable(codec.name, 'a value that it is not for');
    const sealedAt = this.today();
    const contents = await this.#inTime(() => codec.toSnapshot(value));
    const envelope: Envelope = { ...facts, codec: codec.name, codecVersion: codec.version, sealedAt };
    const bytes = sealEnvelope(envelope, text, contents);
    const expiresAt = sealedAt + Math.min(entry.ttlLeftMs, entry.idleLeftMs);
    return () => this.#write(text, bytes, entry.tags, expiresAt);
  }

  async forget(key: K): Promise<void> {
    const text = writeTierKey(key);
    if (text !== undefined) await this.#forget(text);
  }

  async clear(tags: readonly string[] | undefined): Promise<void> {
    await this.place.call('clear', (tier) => tier.clear(tags));
  }

  async close(): Promise<void> {
    await this.own?.endAll();
    await this.place.close();
  }

  async #read(key: string, sealed: Uint8Array): Promise<TierEntry<V> | undefined> {
    const { codec } = this;
    const { envelope, contents } = openEnvelope(key, sealed);
    const { codec: name, codecVersion, sealedAt, ...facts } = envelope;
    if (name !== codec.name || codecVersion !== codec.version) {
      throw unreadable(key, `codec '${codec.name}' ${codec.version}`, `'${name}' ${codecVersion}`);
    }
    const value: unknown = undefined;
    const entry = agedEntry({ ...facts, value }, Math.max(0, this.today() - sealedAt));
    if (!entry) return undefined;
    const decoded: unknown = await this.#inTime(() => codec.fromSnapshot(contents));
    if (!codec.is(decoded)) throw unreadable(key, `a value of codec '${name}'`, 'one of another kind');
    return { ...entry, value: decoded };
  }

  async #write(key: string, bytes: Uint8Array, tags: readonly string[], expiresAt: number): Promise<boolean> {
    const lock = this.own?.take(key);
    const snapshot = { bytes, tags, expiresAt };
    const acknowledge = this.#late.begin(key);
    const isWritten = await this.place.call(
      'spill',
      async (tier) => {
        if (lock !== undefined && tier.locks) return tier.locks.spill(key, snapshot, lock);
        await Promise.all([this.#override(tier, key), tier.spill(key, snapshot)]);
        return true;
      },
      (write) => this.#late.watch(key, write, () => this.#forget(key)),
    );
    if (isWritten) acknowledge();
    return isWritten;
  }

  async #forget(key: string): Promise<void> {
    const acknowledge = this.#late.begin(key);
    await this.place.call('forget', (tier) => Promise.all([this.#override(tier, key), tier.forget(key)]));
    acknowledge();
  }

  /** Keeps what another process is making of a key from taking the place of what comes after it. */
  async #override(tier: Tier, key: string): Promise<void> {
    if (this.own) await tier.locks?.override(key);
  }

  async #inTime<T>(work: () => T | Promise<T>): Promise<T> {
    const run = async (): Promise<T> => work();
    return withinTime(run(), this.timeoutMs, () => tierTimedOut(`codec '${this.codec.name}'`, this.timeoutMs));
  }
}
