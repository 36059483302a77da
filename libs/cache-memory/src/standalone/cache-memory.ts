import { describeValue } from '../engine/options/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';
import { EventChannel, type Listener } from '../engine/events/event-channel.js';
import type { InstanceFactory } from '../engine/instances/instance-factory.js';
import { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { suggestName } from '../engine/options/nearest-name.js';
import { auditProcess } from '../pressure/sensing/audit-process.js';
import type { TrimResult } from '../engine/entries/trim-target.js';
import { defaultBudgetBytes } from '../pressure/default-budget.js';
import type { GovernedRegion } from '../pressure/governed-region.js';
import type { GovernorFailure } from '../pressure/governor/governor-parts.js';
import type { MemoryReclaimer } from '../pressure/memory-reclaimer.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import type { MemoryFinding } from '../pressure/sensing/memory-finding.js';
import type { RebuildOptions, RebuildReport } from '../sources/rebuild-report.js';
import { CACHE_MEMORY_EVENTS, type CacheMemoryEvents } from './cache-memory-events.js';
import type { CacheMemoryOptions } from './cache-memory-options.js';
import { CacheMemorySnapshot } from './cache-memory-snapshot.js';
import { type EvictAmount, evictFrom, evictGentlyFrom } from './evict-amount.js';
import { governRegion } from './govern-region.js';
import { MemoryAlerts } from './memory-alerts.js';
import {
  changeMemorySettings,
  type MemoryConfiguration,
  type MemorySettings,
  readMemoryOptions,
} from './memory-options.js';
import { ProcessGovernor } from './process-governor.js';
import { processSurroundings } from './process-surroundings.js';
import { checkReclaimer } from './check-reclaimer.js';
import { checkRegionName, readRegion, type RegionOptions } from './region-options.js';
import type { Surroundings } from './surroundings.js';
import { RegionRebuild } from './region-rebuild.js';

const DEFAULT_MAX_ENTRIES = 1_000;

/** The caches of an application, by region, under one governor of their memory. */
export class CacheMemory {
  /** The name of the region that exists without being declared. */
  readonly defaultRegion: string;
  readonly #instances: InstanceFactory | undefined;
  #audit: readonly MemoryFinding[] | undefined;
  readonly #regions = new Map<string, MethodInstanceCache>();
  readonly #governed = new Map<string, GovernedRegion>();
  readonly #rebuilds = new Map<string, RegionRebuild>();
  readonly #rebuiltAtStart: string[] = [];
  readonly #reclaimers = new Set<MemoryReclaimer>();
  readonly #alerts = new MemoryAlerts();
  readonly #governor: ProcessGovernor;
  readonly #events = new EventChannel<CacheMemoryEvents>(CACHE_MEMORY_EVENTS);
  #closing: Promise<void> | undefined;
  #memory: MemorySettings;

  /**
   * `surroundings` are the process unless said, and a simulation in tests. Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or
   * `DUPLICATE_REGION`.
   */
  constructor(
    options: CacheMemoryOptions = {},
    private readonly surroundings: Surroundings = processSurroundings(),
  ) {
    checkIsObject(options);
    const { name = 'default', regions = [], memory = {}, ...defaults } = options;
    this.#memory = readMemoryOptions(memory, surroundings.limitBytes);
    this.#governor = new ProcessGovernor(this.#memory, surroundings, {
      regions: () => this.#governed.values(),
      reclaimers: () => this.#reclaimers,
      onLook: (report, failures) => this.#tell(report, failures),
    });
    this.defaultRegion = name;
    this.#instances = defaults.instances;
    const isBounded = defaults.maxEntries !== undefined || defaults.maxBytes !== undefined;
    const budget = defaultBudgetBytes(this.#memory.limitBytes ?? surroundings.limitBytes);
    const bounds = isBounded ? {} : { maxEntries: DEFAULT_MAX_ENTRIES, maxBytes: budget };
    this.addRegion({ ...defaults, ...bounds, region: name });
    for (const region of regions) this.addRegion(region);
  }

  /** Declares a region and answers its cache. Throws `DUPLICATE_REGION`, and what the cache's options are wrong in. */
  addRegion<K = unknown, V = unknown>(options: RegionOptions<K, V>): MethodInstanceCache<K, V> {
    const { cache: cacheOptions, terms } = readRegion({
      instances: this.#instances,
      clock: this.surroundings.clock,
      ...options,
    });
    const name = options.region;
    if (this.#regions.has(name)) {
      throw new CacheMemoryError('DUPLICATE_REGION', {
        subject: `region '${name}'`,
        expected: 'a region to be declared once',
        found: 'a second declaration',
        remedy: 'declare it in one place and inject it everywhere, or choose another name',
      });
    }
    const cache = new MethodInstanceCache<K, V>(cacheOptions, this.#governor.meter(name));
    const anyCache = cache as unknown as MethodInstanceCache;
    cache.pauseBackgroundLoads(!this.isRelaxed);
    this.#regions.set(name, anyCache);
    const rebuild = terms.source && new RegionRebuild(anyCache, terms.source, (report) => this.#tellRebuilt(report));
    if (rebuild) this.#rebuilds.set(name, rebuild);
    if (terms.rebuildAtStart) this.#rebuiltAtStart.push(name);
    this.#governed.set(name, governRegion(anyCache, terms, rebuild));
    this.#events.note('region.added', anyCache);
    this.#events.tell();
    return cache;
  }

  /** The cache of a region, the default one unless named. Throws `UNKNOWN_REGION`. */
  region<K = unknown, V = unknown>(name: string = this.defaultRegion): MethodInstanceCache<K, V> {
    const cache = this.#regions.get(checkRegionName(name));
    if (cache) return cache as unknown as MethodInstanceCache<K, V>;
    throw new CacheMemoryError('UNKNOWN_REGION', {
      subject: 'region',
      expected: 'a region that was declared',
      found: describeValue(name),
      remedy: suggestName(name, this.#regions.keys()),
    });
  }

  /** Every cache, in the order of declaration. */
  regions(): MethodInstanceCache[] {
    return [...this.#regions.values()];
  }

  /** Shows every cache to a visitor: those that are declared now, and those to come; answers the function that ends it. */
  eachRegion(visit: (cache: MethodInstanceCache) => void): () => void {
    for (const cache of this.regions()) visit(cache);
    return this.on('region.added', visit);
  }

  /** How memory is watched now. */
  get memory(): MemorySettings {
    return this.#memory;
  }

  /** Whether pressure is normal, so that work ahead of need may run. The caches' own, warming up and refreshing ahead, rests by itself. */
  get isRelaxed(): boolean {
    return (this.#governor.report?.level ?? 'normal') === 'normal';
  }

  /**
   * Makes a memory check: drops what has expired, senses, plans the budget, relieves, publishes. Where more than 10,000 entries of a
   * region have to leave and pressure is not critical, they leave a slice at a time afterwards; a later report tells of them.
   */
  check(): MemoryReport {
    const report = this.#governor.check();
    this.#events.note('memory.checked', report);
    this.#events.tell();
    return report;
  }

  /** The report of the last look at memory; the first call makes a check. */
  report(): MemoryReport {
    return this.#governor.report ?? this.check();
  }

  /** Changes how memory is watched, while it is; the next look follows it. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
  configureMemory(change: MemoryConfiguration): void {
    this.#memory = changeMemorySettings(this.#memory, change, this.surroundings.limitBytes);
    this.#governor.configure(this.#memory);
  }

  /**
   * Evicts so many bytes, cause `pressure`, from one region or from all in proportion to what they hold: bytes above 1, a size
   * such as `'64MB'`, or a share, up to 1 or such as `'25%'`. Protected entries stay. Throws `INVALID_OPTION` or `UNKNOWN_REGION`.
   */
  evict(amount: EvictAmount, region?: string): TrimResult {
    const startedAt = performance.now();
    return this.#tellEvicted(region, startedAt, evictFrom(this.#chosen(region), amount));
  }

  /**
   * Like `evict`, but a thousand entries at a time, so that a large cache holds up nobody; resolves with what left in all. Rejects
   * with `INVALID_OPTION` or `UNKNOWN_REGION`.
   */
  async evictGently(amount: EvictAmount, region?: string): Promise<TrimResult> {
    const startedAt = performance.now();
    return this.#tellEvicted(region, startedAt, await evictGentlyFrom(this.#chosen(region), amount));
  }

  /**
   * Makes the protected entries of a region what its source says: new ones come, changed ones change, and those that it does not
   * give any more leave, all at once; until then, and where the source fails, everything stays as it was. A call while a rebuild of
   * the region is under way joins it. Rejects with what the source throws, `UNKNOWN_REGION`, `NO_SOURCE`, `SOURCE_FAILED`, or
   * `REBUILD_FAILED` where there is no room.
   */
  async rebuild(region: string = this.defaultRegion, options: RebuildOptions = {}): Promise<RebuildReport> {
    const { region: name } = this.region(region);
    const rebuild = this.#rebuilds.get(name);
    if (rebuild) return await rebuild.run(options);
    throw new CacheMemoryError('NO_SOURCE', {
      subject: `region '${name}'`,
      expected: 'a source to rebuild from',
      found: 'none',
      remedy: 'declare the region with a source, such as csvSource(path, { key, map })',
    });
  }

  /** Rebuilds the regions that say `rebuildAtStart`, one after the other. Rejects as `rebuild` does, at the first that fails. */
  async rebuildAtStart(): Promise<RebuildReport[]> {
    const reports: RebuildReport[] = [];
    for (const region of this.#rebuiltAtStart) reports.push(await this.rebuild(region));
    return reports;
  }

  /** Puts another user of memory under the governor; answers the function that takes it away. Throws `INVALID_OPTION`. */
  register(reclaimer: MemoryReclaimer): () => void {
    this.#reclaimers.add(checkReclaimer(reclaimer));
    return () => void this.#reclaimers.delete(reclaimer);
  }

  /** Everything there is to say about the caches and their memory now. */
  snapshot(): CacheMemorySnapshot {
    const stats = this.regions().map((cache) => cache.stats());
    return new CacheMemorySnapshot(Date.now(), stats, this.report());
  }

  /**
   * Whether heap and container fit each other: one finding, with the flag to set, where they do not. Found once at the start, for
   * only a restart changes it.
   */
  audit(): readonly MemoryFinding[] {
    return (this.#audit ??= auditProcess());
  }

  /** Listens to an event; answers the function that ends it. */
  on<Name extends keyof CacheMemoryEvents>(name: Name, listener: Listener<CacheMemoryEvents[Name]>): () => void {
    return this.#events.on(name, listener);
  }

  /** Ends watching memory and closes every cache at once; resolves when their instances are disposed, as `MethodInstanceCache.close` says. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#governor.close();
    const closing = this.regions().map((cache) => cache.close());
    this.#events.note('memory.closed', undefined);
    this.#events.tell();
    await Promise.all(closing);
  }

  #chosen(region: string | undefined): MethodInstanceCache[] {
    return region === undefined ? this.regions() : [this.region(region)];
  }

  #tellEvicted(region: string | undefined, startedAt: number, evicted: TrimResult): TrimResult {
    this.#events.note('memory.evicted', { region, ...evicted, tookMs: performance.now() - startedAt });
    this.#events.tell();
    return evicted;
  }

  #tellRebuilt(report: RebuildReport): void {
    this.#events.note('region.rebuilt', report);
    this.#events.tell();
  }

  #tell(report: MemoryReport, failures: readonly GovernorFailure[]): void {
    if (report.level !== report.previousLevel) {
      for (const cache of this.#regions.values()) cache.pauseBackgroundLoads(!this.isRelaxed);
      this.#events.note('pressure.changed', report);
    }
    if (report.steps.length > 0) this.#events.note('memory.relieved', report);
    for (const alert of this.#alerts.of(report, failures)) this.#events.note('memory.alert', alert);
    this.#events.tell();
  }
}

function checkIsObject(options: unknown): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'cache memory options',
    expected: 'an object of options',
    found: describeValue(options),
    remedy: 'leave them out, or pass an object such as { maxEntries: 500 }',
  });
}
