import type { Duration } from '../../engine/options/duration.js';
import { CacheMemoryError } from '../../engine/errors.js';
import { EventChannel, type Listener } from '../../engine/events/event-channel.js';
import type { RebuildOptions, RebuildReport } from '../../sources/rebuild-report.js';
import { answeringPort } from '../connection/answering-port.js';
import type { RedisLink, RedisPort } from '../connection/redis-port.js';
import { withinTime } from '../../tiers/within-time.js';
import { auditRedis, type RedisFinding } from './audit-redis.js';
import { CategoryRebuilds } from './category-rebuilds.js';
import { countKeys, type KeyCensus } from './key-census.js';
import { KeyNames } from './key-names.js';
import { RedisAlerts } from './redis-alerts.js';
import { RedisEntries } from './redis-entries.js';
import type { RedisMemoryCounts } from './redis-memory-counts.js';
import { REDIS_MEMORY_EVENTS, type RedisMemoryEvents } from './redis-memory-events.js';
import { lookAtRedis } from './redis-memory-look.js';
import { readRedisMemoryOptions, type RedisMemoryOptions, type RedisMemorySettings } from './redis-memory-options.js';
import type { RedisMemoryAlert, RedisMemoryReport, RedisMemoryStats } from './redis-memory-report.js';
import { askRedis, isRebuiltByAnother, redisProblem } from './redis-problems.js';
import { RedisRelief } from './redis-relief.js';

/** How long the server may take for a command of the manager's own, and how long closing waits for a check, in milliseconds. */
const ANSWER_MS = 5_000;

/**
 * The manager of a Redis that holds protected entries, which have no lifetime and stay, beside evictable ones, which may go. It
 * watches the server's memory, clears what is evictable before writes fail, and rebuilds protected categories from their sources.
 *
 * What the server refuses rejects with `REDIS_FULL` or `REDIS_FAILED`, a category that was not declared with `UNKNOWN_CATEGORY`.
 */
export class RedisMemoryService {
  readonly #settings: RedisMemorySettings;
  /** For what it does of its own accord. */
  readonly #port: RedisPort;
  readonly #names: KeyNames;
  readonly #entries: RedisEntries;
  readonly #rebuilds: CategoryRebuilds;
  readonly #relief: RedisRelief;
  readonly #alerts: RedisAlerts;
  readonly #events = new EventChannel<RedisMemoryEvents>(REDIS_MEMORY_EVENTS);
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #counts = { checks: 0, failedChecks: 0, clearedKeys: 0, rebuilds: 0, failedRebuilds: 0 };
  #checking: Promise<RedisMemoryReport> | undefined;
  #counting: Promise<KeyCensus> | undefined;
  #count: KeyCensus | undefined;
  #report: RedisMemoryReport | undefined;
  #failure: CacheMemoryError | undefined;
  #isClosed = false;
  #isAudited = false;
  #isSetUp = false;
  #settingUp: Promise<void> | undefined;

  /** `link` is the connection that it uses, opens and closes. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
  constructor(
    private readonly link: RedisLink,
    options: RedisMemoryOptions,
  ) {
    this.#settings = readRedisMemoryOptions(options);
    const { namespace, evictable, thresholds } = this.#settings;
    this.#names = new KeyNames(namespace);
    this.#port = answeringPort(link, ANSWER_MS);
    this.#entries = new RedisEntries(link, this.#names, this.#settings);
    this.#alerts = new RedisAlerts(thresholds, Date.now);
    this.#rebuilds = new CategoryRebuilds(this.#port, this.#names, this.#settings, {
      rebuilt: (report) => {
        this.#counts.rebuilds++;
        this.#events.note('category.rebuilt', report);
        this.#events.tell();
      },
      failed: (error) => {
        if (isRebuiltByAnother(error)) return;
        this.#counts.rebuilds++;
        this.#counts.failedRebuilds++;
      },
      hasNoRoom: (message) => this.#tell(this.#alerts.of('no room to rebuild', message)),
    });
    const expendable = [...evictable].filter(([, each]) => each.expendable).map(([category]) => category);
    this.#relief = new RedisRelief(this.#port, this.#names, expendable, this.#rebuilds.categories, {
      look: () => this.stats(),
      rebuild: (category, stats) => this.#rebuildForRoom(category, stats),
      pause,
    });
  }

  /**
   * Connects, looks at the server's set-up, rebuilds what is to be rebuilt at the start, and checks and counts from then on. A server
   * that cannot be reached is an alert, and all this is done once it can be; a source that fails rejects. What was not rebuilt, by this
   * process or by another one that was at it, is tried again after each check.
   */
  async start(): Promise<void> {
    const { checkIntervalMs, countIntervalMs } = this.#settings;
    await this.link.open();
    this.#every(checkIntervalMs, () => this.#checkAndSetUp());
    this.#every(countIntervalMs, async () => this.#counting ?? this.count());
    await this.check();
    if (!this.#failure) await this.#setUpOnce();
  }

  /** Stores an entry without a lifetime, which stays until it is deleted or rebuilt. Rejects with `INVALID_KEY`, `INVALID_VALUE`, `REDIS_FULL`. */
  async storeProtected(category: string, key: string | number, value: unknown): Promise<void> {
    await this.#entries.storeProtected(category, key, value);
  }

  /** Stores an entry that may be evicted, for its category's lifetime or `ttl`. Rejects with `INVALID_KEY`, `INVALID_VALUE`, `INVALID_OPTION`, `REDIS_FULL`. */
  async storeEvictable(category: string, key: string | number, value: unknown, ttl?: Duration): Promise<void> {
    await this.#entries.storeEvictable(category, key, value, ttl);
  }

  /** The value of a key; `undefined` where there is none. */
  async get<T = unknown>(category: string, key: string | number): Promise<T | undefined> {
    const [value] = await this.getMany<T>(category, [key]);
    return value;
  }

  /** The values of keys at one moment, in their order; `undefined` for those that are not there. */
  async getMany<T = unknown>(category: string, keys: readonly (string | number)[]): Promise<(T | undefined)[]> {
    return await this.#entries.getMany<T>(category, keys);
  }

  /** Removes an entry; answers whether there was one. */
  async delete(category: string, key: string | number): Promise<boolean> {
    return await this.#entries.delete(category, key);
  }

  /** What the server holds now; counts by category are those of the last count. */
  async stats(): Promise<RedisMemoryStats> {
    const look = lookAtRedis(this.#port, this.#names, this.link.database, this.#settings, this.#count);
    return await askRedis('INFO', look);
  }

  /** Counts the keys by category, sparing the server, and answers the count; one that is under way is waited for first. */
  async count(): Promise<KeyCensus> {
    const pace = { pause, share: this.#settings.countShare };
    const former = this.#counting?.catch(() => {}) ?? Promise.resolve();
    const counting = former.then(() => countKeys(this.#port, this.#names, pace));
    this.#counting = counting;
    try {
      this.#count = await askRedis('count', counting);
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

  /** What was counted since it was made. */
  get counts(): RedisMemoryCounts {
    return { ...this.#counts };
  }

  /**
   * Makes a protected category what its source says, beside what is there, and lets it take its place in one step; readers see the one or
   * the other. Entries that are stored or deleted meanwhile are not undone. Rejects with what the source throws, `NO_SOURCE`,
   * `SOURCE_FAILED`, `REBUILD_BUSY`, `REBUILD_FAILED`, `REDIS_FULL` or `REDIS_FAILED`; what was there before then stays.
   */
  async rebuild(category: string, options: RebuildOptions = {}): Promise<RebuildReport> {
    this.#entries.mustBeProtected(category);
    return await this.#rebuilds.rebuild(category, options);
  }

  /** Listens to an event; answers the function that ends it. */
  on<Name extends keyof RedisMemoryEvents>(name: Name, listener: Listener<RedisMemoryEvents[Name]>): () => void {
    return this.#events.on(name, listener);
  }

  /** Ends watching, rebuilds that are under way, and the connection; waits for a check and for rebuilds five seconds at the longest. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    const ended = Promise.allSettled([this.#rebuilds.close(), this.#checking]);
    await withinTime(ended, ANSWER_MS, () => new Error('something goes on')).catch(() => {});
    await this.link.close();
    this.#events.note('redis.closed', undefined);
    this.#events.tell();
  }

  async #checkAndSetUp(): Promise<void> {
    await this.check();
    if (this.#failure || this.#isSetUp || this.#settingUp || this.#isClosed) return;
    await this.#setUpOnce().catch((error: unknown) => this.#tellFailed('What is rebuilt at the start', error));
  }

  #setUpOnce(): Promise<void> {
    this.#settingUp ??= this.#setUp().finally(() => (this.#settingUp = undefined));
    return this.#settingUp;
  }

  async #setUp(): Promise<void> {
    if (!this.#isAudited) await this.#tellFindings();
    this.#isSetUp = await this.#rebuilds.atStart();
    if (this.#isSetUp) void this.count().catch(() => {}); // the checks tell of a server that fails
  }

  async #tellFindings(): Promise<void> {
    const findings = (await this.audit()).map(({ text, remedy }) => `${text}; ${remedy}`);
    this.#isAudited = true;
    if (findings.length > 0) this.#tell(this.#alerts.of('set-up', `Redis: ${findings.join('. ')}`));
  }

  async #check(): Promise<RedisMemoryReport> {
    try {
      const before = await this.stats();
      const { steps, stats } = await this.#relief.take(before);
      for (const { step, keys } of steps) if (step !== 'rebuild') this.#counts.clearedKeys += keys;
      const report = { checkedAt: Date.now(), stats, foundLevel: before.level, relief: steps };
      this.#counts.checks++;
      this.#report = report;
      this.#failure = undefined;
      this.#events.note('redis.checked', report);
      this.#tell(...this.#alerts.ofCheck(report, before.usage));
      return report;
    } catch (error) {
      this.#counts.checks++;
      this.#counts.failedChecks++;
      this.#failure = error instanceof CacheMemoryError ? error : redisProblem('Redis', error);
      if (!this.#isClosed)
        this.#tell(this.#alerts.of('unreachable', `Redis was not checked: ${this.#failure.message}`));
      throw this.#failure;
    }
  }

  /** The last step of an emergency; `undefined` where it was not possible. */
  async #rebuildForRoom(category: string, stats: RedisMemoryStats): Promise<number | undefined> {
    const bytesOf = async (name: string) => (this.#count ?? (await this.count())).protected[name]?.bytes;
    try {
      return await this.#rebuilds.forRoom(category, stats, bytesOf);
    } catch (error) {
      this.#tellFailed(`Category '${category}'`, error);
      return undefined;
    }
  }

  #tellFailed(what: string, error: unknown): void {
    if (this.#isClosed) return;
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
