import { type Duration, parseDuration } from '../../engine/options/duration.js';
import { CacheMemoryError } from '../../engine/errors.js';
import { EventChannel, type Listener } from '../../engine/events/event-channel.js';
import type { RebuildOptions, RebuildReport } from '../../sources/rebuild-report.js';
import type { RedisLink } from '../connection/redis-port.js';
import { auditRedis, type RedisFinding } from './audit-redis.js';
import { Categories, unknownCategory } from './categories.js';
import { CategoryRebuild } from './category-rebuild.js';
import { encodeKey, encodeValue } from './encode-entry.js';
import { countKeys, type KeyCensus } from './key-census.js';
import { KeyNames } from './key-names.js';
import { hasRoomToRebuild } from './plan-redis-relief.js';
import { ProtectedKeys } from './protected-keys.js';
import { RedisAlerts } from './redis-alerts.js';
import { REDIS_MEMORY_EVENTS, type RedisMemoryEvents } from './redis-memory-events.js';
import { lookAtRedis } from './redis-memory-look.js';
import { readRedisMemoryOptions, type RedisMemoryOptions, type RedisMemorySettings } from './redis-memory-options.js';
import type { RedisMemoryAlert, RedisMemoryReport, RedisMemoryStats } from './redis-memory-report.js';
import { redisProblem } from './redis-problems.js';
import { RedisRelief } from './redis-relief.js';

/** How long after a rebuild under pressure the same category is not rebuilt again for pressure, in milliseconds. */
const REBUILD_AGAIN_MS = 600_000;

/**
 * The manager of a Redis that holds protected entries, which have no lifetime and stay, beside evictable ones, which may go. It
 * watches the server's memory, clears what is evictable before writes fail, and rebuilds protected categories from their sources.
 *
 * What the server refuses rejects with `REDIS_FULL` or `REDIS_FAILED`, a category that was not declared with `UNKNOWN_CATEGORY`.
 */
export class RedisMemoryService {
  readonly #settings: RedisMemorySettings;
  readonly #names: KeyNames;
  readonly #kept: ProtectedKeys;
  readonly #protected: Categories<object>;
  readonly #evictable: Categories<{ readonly ttlMs: number }>;
  readonly #rebuilds = new Map<string, CategoryRebuild>();
  readonly #rebuiltAt = new Map<string, number>();
  readonly #relief: RedisRelief;
  readonly #alerts: RedisAlerts;
  readonly #events = new EventChannel<RedisMemoryEvents>(REDIS_MEMORY_EVENTS);
  readonly #timers: NodeJS.Timeout[] = [];
  #checking: Promise<RedisMemoryReport> | undefined;
  #counting: Promise<KeyCensus> | undefined;
  #count: KeyCensus | undefined;
  #report: RedisMemoryReport | undefined;
  #failure: CacheMemoryError | undefined;
  #isClosed = false;
  #isSetUp = false;

  /** `link` is the connection that it uses, opens and closes. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
  constructor(
    private readonly link: RedisLink,
    options: RedisMemoryOptions,
  ) {
    this.#settings = readRedisMemoryOptions(options);
    const { namespace, evictable, thresholds } = this.#settings;
    this.#names = new KeyNames(namespace);
    this.#kept = new ProtectedKeys(link, this.#names);
    this.#protected = new Categories('protected', this.#settings.protected);
    this.#evictable = new Categories('evictable', evictable);
    this.#alerts = new RedisAlerts(thresholds, Date.now);
    const encode = (key: unknown, value: unknown) => [encodeKey(key), encodeValue(value)] as const;
    for (const [category, { source }] of this.#settings.protected) {
      if (!source) continue;
      this.#rebuilds.set(category, new CategoryRebuild(link, this.#names, category, source, encode));
    }
    const expendable = [...evictable].filter(([, each]) => each.expendable).map(([category]) => category);
    this.#relief = new RedisRelief(link, this.#names, expendable, [...this.#rebuilds.keys()], {
      look: () => this.stats(),
      rebuild: (category, stats) => this.#rebuildForRoom(category, stats),
      pause,
    });
  }

  /**
   * Connects, looks at the server's set-up, rebuilds what is to be rebuilt at the start, and checks and counts from then on. A server
   * that cannot be reached is an alert, and all this is done once it can be; a source that fails rejects.
   */
  async start(): Promise<void> {
    const { checkIntervalMs, countIntervalMs } = this.#settings;
    await this.link.open();
    this.#every(checkIntervalMs, () => this.#checkAndSetUp());
    this.#every(countIntervalMs, async () => this.#counting ?? this.count());
    await this.check();
    if (!this.#failure) await this.#setUp();
  }

  /** Stores an entry without a lifetime, which stays until it is deleted or rebuilt. Rejects with `INVALID_KEY`, `INVALID_VALUE`, `REDIS_FULL`. */
  async storeProtected(category: string, key: string | number, value: unknown): Promise<void> {
    this.#protected.find(category);
    const text = encodeValue(value);
    await this.#ask(`storeProtected('${category}')`, this.#kept.store(category, encodeKey(key), text));
  }

  /** Stores an entry that may be evicted, for its category's lifetime or `ttl`. Rejects with `INVALID_KEY`, `INVALID_VALUE`, `INVALID_OPTION`, `REDIS_FULL`. */
  async storeEvictable(category: string, key: string | number, value: unknown, ttl?: Duration): Promise<void> {
    const { ttlMs } = this.#evictable.find(category);
    const ms = ttl === undefined ? ttlMs : Math.ceil(parseDuration(ttl, 'ttl'));
    const name = this.#names.evictable(category) + encodeKey(key);
    const command = ['SET', name, encodeValue(value), 'PX', String(ms)];
    await this.#ask(`storeEvictable('${category}')`, this.link.send(command));
  }

  /** The value of a key; `undefined` where there is none. */
  async get<T = unknown>(category: string, key: string | number): Promise<T | undefined> {
    const [value] = await this.getMany<T>(category, [key]);
    return value;
  }

  /** The values of keys at one moment, in their order; `undefined` for those that are not there. */
  async getMany<T = unknown>(category: string, keys: readonly (string | number)[]): Promise<(T | undefined)[]> {
    const texts = keys.map(encodeKey);
    const isProtected = this.#isProtected(category);
    if (texts.length === 0) return [];
    const asked = isProtected
      ? this.#kept.read(category, texts)
      : this.link.send(['MGET', ...texts.map((key) => this.#names.evictable(category) + key)]);
    const found = (await this.#ask(`get('${category}')`, asked)) as (string | null)[];
    return found.map((text) => (text === null ? undefined : (JSON.parse(text) as T)));
  }

  /** Removes an entry; answers whether there was one. */
  async delete(category: string, key: string | number): Promise<boolean> {
    const text = encodeKey(key);
    const asked = this.#isProtected(category)
      ? this.#kept.delete(category, text)
      : this.link.send(['UNLINK', this.#names.evictable(category) + text]);
    return Number(await this.#ask(`delete('${category}')`, asked)) > 0;
  }

  /** What the server holds now; counts by category are those of the last count. */
  async stats(): Promise<RedisMemoryStats> {
    const { link } = this;
    return await this.#ask('INFO', lookAtRedis(link, this.#names, link.database, this.#settings, this.#count));
  }

  /** Counts the keys by category, sparing the server, and answers the count; one that is under way is waited for first. */
  async count(): Promise<KeyCensus> {
    const pace = { pause, share: this.#settings.countShare };
    const former = this.#counting?.catch(() => {}) ?? Promise.resolve();
    const counting = former.then(() => countKeys(this.link, this.#names, pace));
    this.#counting = counting;
    try {
      this.#count = await this.#ask('count', counting);
    } finally {
      if (this.#counting === counting) this.#counting = undefined;
    }
    return this.#count;
  }

  /** What is wrong in the server's set-up for protected and evictable entries. */
  async audit(): Promise<RedisFinding[]> {
    return auditRedis(await this.stats());
  }

  /** Makes a check: looks, relieves where memory is short, and tells. It never rejects: a server that fails is in `failure` and an alert. */
  check(): Promise<RedisMemoryReport | undefined> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking.catch(() => undefined);
  }

  /** What the last check found; `undefined` before the first one. */
  get report(): RedisMemoryReport | undefined {
    return this.#report;
  }

  /** Why the last check failed; `undefined` where it did not. */
  get failure(): CacheMemoryError | undefined {
    return this.#failure;
  }

  /**
   * Makes a protected category what its source says, beside what is there, and lets it take its place in one step; readers see the one or
   * the other. Entries that are stored or deleted meanwhile are not undone. Rejects with what the source throws, `NO_SOURCE`,
   * `SOURCE_FAILED`, `REBUILD_BUSY`, `REBUILD_FAILED`, `REDIS_FULL` or `REDIS_FAILED`; what was there before then stays.
   */
  async rebuild(category: string, options: RebuildOptions = {}): Promise<RebuildReport> {
    this.#protected.find(category);
    const rebuild = this.#rebuilds.get(category);
    if (!rebuild) {
      throw new CacheMemoryError('NO_SOURCE', {
        subject: `category '${category}'`,
        expected: 'a source to rebuild from',
        found: 'none',
        remedy: 'declare it with a source, such as csvSource(path, { key, map })',
      });
    }
    const report = await rebuild.run(options);
    this.#events.note('category.rebuilt', report);
    this.#events.tell();
    return report;
  }

  /** Listens to an event; answers the function that ends it. */
  on<Name extends keyof RedisMemoryEvents>(name: Name, listener: Listener<RedisMemoryEvents[Name]>): () => void {
    return this.#events.on(name, listener);
  }

  /** Ends watching and the connection. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    await this.#checking?.catch(() => {});
    await this.link.close();
  }

  async #checkAndSetUp(): Promise<void> {
    await this.check();
    if (this.#failure || this.#isSetUp) return;
    await this.#setUp().catch((error: unknown) => this.#tellFailed('What is rebuilt at the start', error));
  }

  async #setUp(): Promise<void> {
    this.#isSetUp = true;
    const findings = (await this.audit()).map(({ text, remedy }) => `${text}; ${remedy}`);
    if (findings.length > 0) this.#tell(this.#alerts.of('set-up', `Redis: ${findings.join('. ')}`));
    await this.#rebuildAtStart();
    void this.count().catch(() => {}); // the checks tell of a server that fails
  }

  async #check(): Promise<RedisMemoryReport> {
    try {
      const before = await this.stats();
      const { steps, stats } = await this.#relief.take(before);
      const report = { checkedAt: Date.now(), stats, foundLevel: before.level, relief: steps };
      this.#report = report;
      this.#failure = undefined;
      this.#events.note('redis.checked', report);
      this.#tell(...this.#alerts.ofCheck(report, before.usage));
      return report;
    } catch (error) {
      this.#failure = error instanceof CacheMemoryError ? error : redisProblem('Redis', error);
      if (!this.#isClosed)
        this.#tell(this.#alerts.of('unreachable', `Redis was not checked: ${this.#failure.message}`));
      throw this.#failure;
    }
  }

  async #rebuildAtStart(): Promise<void> {
    for (const [category, { rebuildAtStart }] of this.#settings.protected) {
      if (rebuildAtStart === undefined) continue;
      const current = await this.link.send(['HGET', this.#names.state, `current:${category}`]);
      if (rebuildAtStart === 'when-empty' && current !== null) continue;
      await this.rebuild(category).catch((error: unknown) => {
        if (!(error instanceof CacheMemoryError && error.code === 'REBUILD_BUSY')) throw error; // another process starts too
      });
    }
  }

  /** The last step of an emergency; `undefined` where it was not possible. */
  async #rebuildForRoom(category: string, { usedBytes, maxBytes }: RedisMemoryStats): Promise<number | undefined> {
    if (performance.now() - (this.#rebuiltAt.get(category) ?? -Infinity) < REBUILD_AGAIN_MS) return undefined;
    const { bytes } = (this.#count ?? (await this.count())).protected[category] ?? {};
    if (!hasRoomToRebuild(usedBytes, maxBytes, bytes)) {
      const what = `Category '${category}' cannot be rebuilt: it needs ${bytes} bytes beside the ${usedBytes} of ${maxBytes} in use`;
      this.#tell(this.#alerts.of('no room to rebuild', `${what}; raise maxmemory, or protect less`));
      return undefined;
    }
    this.#rebuiltAt.set(category, performance.now());
    try {
      return (await this.rebuild(category)).entries;
    } catch (error) {
      this.#tellFailed(`Category '${category}'`, error);
      return undefined;
    }
  }

  #isProtected(category: string): boolean {
    if (this.#protected.has(category)) return true;
    if (this.#evictable.has(category)) return false;
    const { protected: kept, evictable } = this.#settings;
    throw unknownCategory('category', category, [...kept.keys(), ...evictable.keys()]);
  }

  async #ask<T>(what: string, asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      throw redisProblem(what, error);
    }
  }

  #tellFailed(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#tell(this.#alerts.of('rebuild failed', `${what} was not rebuilt: ${reason}`));
  }

  #tell(...alerts: readonly (RedisMemoryAlert | undefined)[]): void {
    for (const alert of alerts) if (alert) this.#events.note('redis.alert', alert);
    this.#events.tell();
  }

  #every(ms: number, work: () => Promise<unknown>): void {
    const timer = setInterval(() => void work().catch(() => {}), ms); // the checks tell of a server that fails
    this.#timers.push(timer.unref());
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
