import type { CollectionScope } from '../collection-scope.js';
import type { GovernedRegion, RegionHoldings } from '../governed-region.js';
import type { PressureLevel } from '../pressure-level.js';
import type { MemorySample } from '../sensing/memory-sample.js';
import type { MemorySensor } from '../sensing/memory-sensor.js';
import { estimateDemands } from './estimate-demands.js';
import { findPressure, type FoundPressure } from './find-pressure.js';
import type { GovernorSettings } from './governor-parts.js';
import { LiveLedger } from './live-ledger.js';
import type { LiveMemory } from './live-memory.js';
import type { MemoryDemand } from './memory-demand.js';

/** What one look at memory has shown. */
export interface View {
  readonly sample: MemorySample;
  readonly regions: ReadonlyMap<string, GovernedRegion>;
  readonly holdings: ReadonlyMap<string, RegionHoldings>;
  /** Bytes that all regions believe to hold, and the part of them that may be evicted. */
  readonly believedBytes: number;
  readonly evictableBytes: number;
  readonly demands: readonly [MemoryDemand, ...MemoryDemand[]];
  readonly found: FoundPressure;
  readonly live: LiveMemory;
  /** Whether it is known anew what is live: after a major collection, and again when memory outside the heap is free. */
  readonly isKnownAnew: boolean;
}

/** Looks at memory: senses, asks the regions, and puts both together with what collections have taught. */
export class Lookout {
  readonly #ledger = new LiveLedger();

  constructor(
    private readonly sensor: () => MemorySensor,
    private readonly machineBytes: number,
  ) {}

  /** Takes a look; `forced` is the collection that was forced just now. */
  view(
    governed: Iterable<GovernedRegion>,
    previous: PressureLevel,
    { thresholds, limitBytes, deferHeapAbort }: GovernorSettings,
    forced?: CollectionScope,
  ): View {
    const sample = this.sensor().sample();
    const regions = new Map([...governed].map((region) => [region.name, region]));
    const holdings = new Map([...regions].map(([name, region]) => [name, region.holdings()]));
    let believedBytes = 0;
    let evictableBytes = 0;
    for (const { weight, protectedWeight } of holdings.values()) {
      believedBytes += weight;
      evictableBytes += weight - protectedWeight;
    }
    const isKnownAnew = this.#ledger.observe(sample, believedBytes, forced);
    const { live } = this.#ledger;
    const demands = estimateDemands(sample, live, believedBytes, thresholds.warning, {
      machineBytes: this.machineBytes,
      configuredBytes: limitBytes,
      isAbortDeferred: deferHeapAbort,
    });
    const found = findPressure(demands, evictableBytes, previous, thresholds);
    return { sample, regions, holdings, believedBytes, evictableBytes, demands, found, live, isKnownAnew };
  }
}
