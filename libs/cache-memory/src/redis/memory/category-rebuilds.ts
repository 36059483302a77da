import { CacheMemoryError } from '../../engine/errors.js';
import type { RebuildOptions, RebuildReport } from '../../sources/rebuild-report.js';
import type { RedisPort } from '../connection/redis-port.js';
import { CategoryRebuild } from './category-rebuild.js';
import { encodeKey, encodeValue } from './encode-entry.js';
import type { KeyNames } from './key-names.js';
import { hasRoomToRebuild } from './plan-redis-relief.js';
import type { RedisMemorySettings } from './redis-memory-options.js';
import type { RedisMemoryStats } from './redis-memory-report.js';
import { isRebuiltByAnother } from './redis-problems.js';

/** How long after a rebuild under pressure the same category is not rebuilt again for pressure, in milliseconds. */
const REBUILD_AGAIN_MS = 600_000;

/** What rebuilds say of themselves. */
export interface RebuildListeners {
  readonly rebuilt: (report: RebuildReport) => void;
  /** `error` is what the source or the server threw, or why another process' rebuild was left to it. */
  readonly failed: (error: unknown) => void;
  readonly hasNoRoom: (message: string) => void;
}

/** Makes protected categories anew from their sources: when somebody asks, when the application starts, and for room. */
export class CategoryRebuilds {
  readonly #rebuilds = new Map<string, CategoryRebuild>();
  /** What is still to be rebuilt at the start. */
  readonly #atStart = new Map<string, 'always' | 'when-empty'>();
  /** What was current of a category when another process was first found rebuilding it at the start. */
  readonly #foundBusy = new Map<string, unknown>();
  readonly #underWay = new Map<string, Promise<RebuildReport>>();
  readonly #ending = new AbortController();
  readonly #rebuiltAt = new Map<string, number>();

  constructor(
    private readonly port: RedisPort,
    private readonly names: KeyNames,
    { protected: categories }: RedisMemorySettings,
    private readonly listeners: RebuildListeners,
  ) {
    const encode = (key: unknown, value: unknown) => [encodeKey(key), encodeValue(value)] as const;
    for (const [category, { source, rebuildAtStart }] of categories) {
      if (source) this.#rebuilds.set(category, new CategoryRebuild(port, names, category, source, encode));
      if (rebuildAtStart) this.#atStart.set(category, rebuildAtStart);
    }
  }

  /** The categories that have a source. */
  get categories(): readonly string[] {
    return [...this.#rebuilds.keys()];
  }

  /** Rebuilds a category, or joins its rebuild under way. Rejects with `NO_SOURCE`, and as `CategoryRebuild` does. */
  async rebuild(category: string, options: RebuildOptions = {}): Promise<RebuildReport> {
    const rebuild = this.#rebuilds.get(category);
    if (!rebuild) throw noSource(category);
    this.#ending.signal.throwIfAborted();
    const underWay = this.#underWay.get(category) ?? this.#run(category, rebuild, options);
    this.#underWay.set(category, underWay);
    return await underWay;
  }

  /**
   * Rebuilds what says so; what another process rebuilds is left to it. Answers whether all has been rebuilt: what is not yet, since the
   * other process may die with it, is what it looks at the next time. Where some cannot be rebuilt it rejects with what the first of
   * them does, once all were tried, and tries them again the next time.
   */
  async atStart(): Promise<boolean> {
    const failures: unknown[] = [];
    for (const [category, when] of this.#atStart) {
      try {
        if (await this.#isRebuiltAtStart(category, when)) this.#atStart.delete(category);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return this.#atStart.size === 0;
  }

  async #isRebuiltAtStart(category: string, when: 'always' | 'when-empty'): Promise<boolean> {
    const current = await this.port.send(['HGET', this.names.state, `current:${category}`]);
    if (when === 'when-empty' && current !== null) return true;
    if (this.#foundBusy.has(category) && this.#foundBusy.get(category) !== current) return true;
    try {
      await this.rebuild(category);
      return true;
    } catch (error) {
      if (!isRebuiltByAnother(error)) throw error;
      this.#foundBusy.set(category, current); // another process starts too, or one that died has left its lock
      return false;
    }
  }

  /** Ends what is under way, and begins nothing more; resolves when nothing is. */
  async close(): Promise<void> {
    this.#ending.abort(closed());
    await Promise.allSettled(this.#underWay.values());
  }

  /** Rebuilds a category of so many bytes to get memory back; answers its entries, or `undefined` where that was not possible. */
  async forRoom(
    category: string,
    { usedBytes, maxBytes }: RedisMemoryStats,
    bytesOf: (category: string) => Promise<number | undefined>,
  ): Promise<number | undefined> {
    if (performance.now() - (this.#rebuiltAt.get(category) ?? -Infinity) < REBUILD_AGAIN_MS) return undefined;
    const bytes = await bytesOf(category);
    if (!hasRoomToRebuild(usedBytes, maxBytes, bytes)) {
      const what = `Category '${category}' cannot be rebuilt: it needs ${bytes} bytes beside the ${usedBytes} of ${maxBytes} in use`;
      this.listeners.hasNoRoom(`${what}; raise maxmemory, or protect less`);
      return undefined;
    }
    this.#rebuiltAt.set(category, performance.now());
    return (await this.rebuild(category)).entries;
  }

  /** Tells of it once, however many have asked. */
  async #run(category: string, rebuild: CategoryRebuild, options: RebuildOptions): Promise<RebuildReport> {
    const ending = this.#ending.signal;
    const signal = options.signal ? AbortSignal.any([options.signal, ending]) : ending;
    try {
      const report = await rebuild.run({ ...options, signal });
      this.listeners.rebuilt(report);
      return report;
    } catch (error) {
      this.listeners.failed(error);
      throw error;
    } finally {
      this.#underWay.delete(category);
    }
  }
}

function noSource(category: string): CacheMemoryError {
  return new CacheMemoryError('NO_SOURCE', {
    subject: `category '${category}'`,
    expected: 'a source to rebuild from',
    found: 'none',
    remedy: 'declare it with a source, such as csvSource(path, { key, map })',
  });
}

function closed(): CacheMemoryError {
  return new CacheMemoryError('CACHE_CLOSED', {
    subject: 'rebuild',
    expected: 'a manager that is open',
    found: 'one that was closed',
    remedy: 'rebuild before the application shuts down, or when it has started again',
  });
}
