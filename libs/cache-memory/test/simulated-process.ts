import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import type { GovernedRegion } from '../src/pressure/governed-region.js';
import { Governor } from '../src/pressure/governor/governor.js';
import type { GovernorFailure, GovernorSettings } from '../src/pressure/governor/governor-parts.js';
import type { MemoryReclaimer } from '../src/pressure/memory-reclaimer.js';
import type { MemoryReport } from '../src/pressure/memory-report.js';
import { DEFAULT_THRESHOLDS } from '../src/pressure/pressure-level.js';
import type { MemorySample } from '../src/pressure/sensing/memory-sample.js';
import type { MemorySensor } from '../src/pressure/sensing/memory-sensor.js';
import { governRegion } from '../src/standalone/govern-region.js';
import type { RegionTerms } from '../src/standalone/region-options.js';
import { RegionRebuild } from '../src/standalone/region-rebuild.js';

export const MB: number = 2 ** 20;

/** What a simulated process is like. */
export interface SimulatedProcessOptions {
  readonly limitBytes?: number;
  /** Bytes that a value really takes for each byte that the weigher counts. */
  readonly trueRatio?: number;
  /** Bytes of garbage that the application makes for each byte that it stores. */
  readonly garbageRatio?: number;
  /** Looks at memory after a collection until it is noticed. */
  readonly noticedLate?: number;
  readonly settings?: Partial<GovernorSettings>;
}

const NORMAL_TERMS: RegionTerms = { minBytes: 0, importance: 1, source: undefined, rebuildAtStart: false };

/**
 * A process with a heap that fills with garbage, is collected when it is nearly full, and dies where what is live does not fit.
 * Time goes on by 10 ms a look.
 */
export class SimulatedProcess implements MemorySensor {
  readonly limitBytes: number;
  readonly governor: Governor;
  readonly reclaimers: MemoryReclaimer[] = [];
  readonly reports: MemoryReport[] = [];
  readonly failures: GovernorFailure[] = [];
  appBytes: number = 10 * MB;
  nowMs = 0;
  forced = 0;
  hasDied = false;
  isAbortDeferred = false;
  readonly lastCollection = undefined;
  readonly #caches: { cache: MethodInstanceCache<string, number>; region: GovernedRegion }[] = [];
  #garbageBytes = 0;
  #formerWeight = 0;
  #collections = 0;
  #noticed: { live: number; number: number } | undefined;
  #unnoticed: { live: number; looksLeft: number; number: number } | undefined;

  constructor(private readonly options: SimulatedProcessOptions = {}) {
    this.limitBytes = options.limitBytes ?? 256 * MB;
    this.governor = new Governor(
      {
        sensor: () => this,
        regions: () => this.#caches.map(({ region }) => region),
        reclaimers: () => this.reclaimers,
        collect: () => (this.forced++, this.#collect(true), 50),
        deferHeapAbort: (isDeferred) => (this.isAbortDeferred = isDeferred),
        now: () => this.nowMs,
        machineBytes: 64_000 * MB,
        onLook: (report, failures) => {
          this.reports.push(report);
          this.failures.push(...failures);
        },
      },
      {
        thresholds: DEFAULT_THRESHOLDS,
        limitBytes: undefined,
        forceCollection: true,
        deferHeapAbort: true,
        ...options.settings,
      },
    );
  }

  /** A region whose values are their own weight, in bytes. */
  region(name: string, terms: Partial<RegionTerms> = {}, maxBytes = 64_000 * MB): MethodInstanceCache<string, number> {
    const options = { region: name, maxBytes, weigher: (value: number) => value };
    const cache = new MethodInstanceCache<string, number>(options, this.governor.meter(name));
    const anyCache = cache as unknown as MethodInstanceCache;
    const rebuild = terms.source && new RegionRebuild(anyCache, terms.source, () => {});
    const region = governRegion(anyCache, { ...NORMAL_TERMS, ...terms }, rebuild);
    this.#caches.push({ cache, region });
    return cache;
  }

  /** Stores a value, with the garbage that comes of it. */
  store(cache: MethodInstanceCache<string, number>, key: string, bytes: number): void {
    cache.set(key, bytes);
    this.make(bytes * (this.options.garbageRatio ?? 1));
  }

  /** Makes garbage, and collects it where V8 would. */
  make(garbageBytes: number): void {
    this.#garbageBytes += garbageBytes;
    if (this.usedBytes > (this.liveBytes + this.limitBytes) / 2) this.#collect(false);
    if (this.liveBytes > 0.97 * this.limitBytes) this.hasDied = true;
  }

  get liveBytes(): number {
    return this.appBytes + this.#cachedBytes;
  }

  get usedBytes(): number {
    this.#noteEvicted();
    return this.liveBytes + this.#garbageBytes;
  }

  inUseBytes(): number {
    return this.usedBytes + MB;
  }

  sample(): MemorySample {
    this.nowMs += 10;
    if (this.#unnoticed && this.#unnoticed.looksLeft-- <= 0) {
      this.#noticed = this.#unnoticed;
      this.#unnoticed = undefined;
    }
    const rest = 30 * MB;
    return {
      atMs: this.nowMs,
      heapUsedBytes: this.usedBytes,
      oldGenerationUsedBytes: this.usedBytes,
      youngGenerationBytes: 0,
      heapLimitBytes: this.limitBytes,
      externalBytes: MB,
      arrayBufferBytes: 0,
      rssBytes: this.usedBytes + rest,
      containerLimitBytes: undefined,
      containerUsageBytes: undefined,
      containerWorkingSetBytes: undefined,
      stallShare: undefined,
      liveHeapBytes: this.#noticed?.live,
      majorCollections: this.#noticed?.number ?? 0,
      unreadable: [],
    };
  }

  close(): void {}

  get #cachedBytes(): number {
    return this.#caches.reduce((sum, { cache }) => sum + cache.weight, 0) * (this.options.trueRatio ?? 1);
  }

  /** What left the caches is garbage now. */
  #noteEvicted(): void {
    const weight = this.#cachedBytes;
    this.#garbageBytes += Math.max(0, this.#formerWeight - weight);
    this.#formerWeight = weight;
  }

  #collect(isForced: boolean): void {
    this.#garbageBytes = 0;
    this.#formerWeight = this.#cachedBytes;
    this.#collections++;
    const seen = { live: this.liveBytes, number: this.#collections };
    if (isForced) this.#noticed = seen;
    else this.#unnoticed = { ...seen, looksLeft: this.options.noticedLate ?? 0 };
  }
}
