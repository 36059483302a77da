import { describeValue } from '../engine/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';
import { EventChannel, type Listener } from '../engine/event-channel.js';
import type { InstanceFactory } from '../engine/instances/instance-factory.js';
import { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { suggestName } from '../engine/nearest-name.js';
import { auditProcess } from '../pressure/sensing/audit-process.js';
import { configuredProbe } from '../pressure/sensing/configured-probe.js';
import { containerProbe } from '../pressure/sensing/container-probe.js';
import { defaultBudgetBytes } from '../pressure/default-budget.js';
import { heapProbe } from '../pressure/sensing/heap-probe.js';
import { MemoryMonitor } from '../pressure/memory-monitor.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import type { MemoryFinding } from '../pressure/sensing/memory-finding.js';
import { processLimitBytes } from '../pressure/sensing/process-limit.js';
import { CACHE_MEMORY_EVENTS, type CacheMemoryEvents } from './cache-memory-events.js';
import type { CacheMemoryOptions } from './cache-memory-options.js';
import { CacheMemorySnapshot } from './cache-memory-snapshot.js';
import { governRegion } from './govern-region.js';
import { type MemorySettings, readMemoryOptions } from './memory-options.js';
import { checkRegionName, readRegion, type RegionOptions } from './region-options.js';

const DEFAULT_MAX_ENTRIES = 1_000;

/** The caches of an application, by region, under one memory monitor. */
export class CacheMemory {
  /** The name of the region that exists without being declared. */
  readonly defaultRegion: string;
  readonly memory: MemorySettings;
  readonly #instances: InstanceFactory | undefined;
  readonly #regions = new Map<string, MethodInstanceCache>();
  readonly #monitor: MemoryMonitor;
  #audit: readonly MemoryFinding[] | undefined;
  readonly #events = new EventChannel<CacheMemoryEvents>(CACHE_MEMORY_EVENTS);
  #closing: Promise<void> | undefined;

  /** Throws `UNKNOWN_OPTION`, `INVALID_OPTION` or `DUPLICATE_REGION`. */
  constructor(options: CacheMemoryOptions = {}) {
    checkIsObject(options);
    const { name = 'default', regions = [], memory = {}, ...defaults } = options;
    const processLimit = processLimitBytes();
    this.memory = readMemoryOptions(memory, processLimit);
    this.#monitor = new MemoryMonitor({
      probes: [
        heapProbe(),
        containerProbe(),
        ...(this.memory.limitBytes === undefined ? [] : [configuredProbe(this.memory.limitBytes)]),
      ],
      thresholds: this.memory.thresholds,
      regions: () => [...this.#regions.values()].map(governRegion),
    });
    this.defaultRegion = name;
    this.#instances = defaults.instances;
    const isBounded = defaults.maxEntries !== undefined || defaults.maxBytes !== undefined;
    const budget = defaultBudgetBytes(this.memory.limitBytes ?? processLimit);
    const bounds = isBounded ? {} : { maxEntries: DEFAULT_MAX_ENTRIES, maxBytes: budget };
    this.addRegion({ ...defaults, ...bounds, region: name });
    for (const region of regions) this.addRegion(region);
  }

  /** Declares a region and answers its cache. Throws `DUPLICATE_REGION`, and what the cache's options are wrong in. */
  addRegion<K = unknown, V = unknown>(options: RegionOptions<K, V>): MethodInstanceCache<K, V> {
    const cacheOptions = readRegion({ instances: this.#instances, ...options });
    const name = options.region;
    if (this.#regions.has(name)) {
      throw new CacheMemoryError('DUPLICATE_REGION', {
        subject: `region '${name}'`,
        expected: 'a region to be declared once',
        found: 'a second declaration',
        remedy: 'declare it in one place and inject it everywhere, or choose another name',
      });
    }
    const cache = new MethodInstanceCache<K, V>(cacheOptions);
    this.#regions.set(name, cache as unknown as MethodInstanceCache);
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

  /** Makes a memory check: drops what has expired, senses, relieves, publishes. */
  check(): MemoryReport {
    const report = this.#monitor.check();
    this.#events.note('memory.checked', report);
    if (report.level !== report.previousLevel) this.#events.note('pressure.changed', report);
    this.#events.tell();
    return report;
  }

  /** The report of the last memory check; the first call makes one. */
  report(): MemoryReport {
    return this.#monitor.report ?? this.check();
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

  /** Closes every cache at once; resolves when their instances are disposed, as `MethodInstanceCache.close` says. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const closing = this.regions().map((cache) => cache.close());
    this.#events.note('memory.closed', undefined);
    this.#events.tell();
    await Promise.all(closing);
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
