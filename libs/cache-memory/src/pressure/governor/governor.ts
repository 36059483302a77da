import type { CollectionScope } from '../collection-scope.js';
import { type HeldLevel, holdLevel } from '../hold-level.js';
import type { MemoryReport, RegionRelief } from '../memory-report.js';
import type { MemorySample } from '../sensing/memory-sample.js';
import { attempt } from './attempt.js';
import { Budget } from './budget.js';
import { canGiveBack } from './can-give-back.js';
import { CollectionPace } from './collection-pace.js';
import type { GovernorFailure, GovernorParts, GovernorSettings } from './governor-parts.js';
import { Glance } from './glance.js';
import { Lookout, type View } from './lookout.js';
import { Rebuilder } from './rebuilder.js';
import { type Pace, RegionMeter } from './region-meter.js';
import { Relief } from './relief.js';
import { ReliefLog } from './relief-log.js';
import { Trims } from './trims.js';
import { writeReport } from './write-report.js';

/** Inserted bytes after which memory is looked at, as a share of the nearest limit. */
const LOOK_EVERY = 0.01;

/**
 * Governs the memory of all regions: looks at it whenever one hundredth of the limit was inserted, and whenever it is asked to;
 * learns from each major collection what the caches really hold; sets and shares out their budget; relieves pressure in steps.
 */
export class Governor {
  readonly #lookout: Lookout;
  readonly #budget = new Budget();
  readonly #relief = new Relief();
  readonly #collections = new CollectionPace();
  readonly #failures: GovernorFailure[] = [];
  readonly #rebuilder: Rebuilder;
  readonly #trims: Trims;
  readonly #meters = new Map<string, RegionMeter>();
  readonly #pace: Pace = { leftBytes: -1, isOpen: true, look: () => this.#glance() };
  readonly #glances = new Glance();
  /** Bytes to insert from one look, or glance, to the next. */
  #stepBytes = 0;
  #held: HeldLevel = { level: 'normal', calmSince: undefined };
  /** Major collections until all that may be evicted was dropped; `undefined` while pressure is not critical. */
  #droppedAt: number | undefined;
  #report: MemoryReport | undefined;
  #isLooking = false;
  #isIdle = false;

  constructor(
    private readonly parts: GovernorParts,
    private settings: GovernorSettings,
  ) {
    this.#lookout = new Lookout(parts.sensor, parts.machineBytes);
    this.#rebuilder = new Rebuilder(parts.now, this.#failures);
    this.#trims = new Trims(parts.now, this.#failures);
  }

  /** The report of the last look. */
  get report(): MemoryReport | undefined {
    return this.#report;
  }

  /** Whether the last look found calm, and nothing that caches or V8 could give back. */
  get isIdle(): boolean {
    return this.#isIdle;
  }

  /** The meter of a region's cache. */
  meter(region: string): RegionMeter {
    const meter = this.#meters.get(region) ?? new RegionMeter(this.#pace);
    this.#meters.set(region, meter);
    return meter;
  }

  /** Goes on with other settings from the next look on, which comes with the next insertion at the latest. */
  configure(settings: GovernorSettings): void {
    this.settings = settings;
    this.#glances.close();
    this.#pace.leftBytes = -1;
  }

  /** Drops what has expired, and looks. */
  check(): MemoryReport {
    return this.#guarded('check');
  }

  /** Looks at memory and does what is needed; where many entries have to leave, and pressure is not critical, in slices after it. */
  look(): MemoryReport {
    return this.#guarded('timer');
  }

  /** Looks where a glance does not show that nothing has changed. */
  #glance(): void {
    const insertedBytes = this.#stepBytes - this.#pace.leftBytes;
    const isEnough = this.#glances.isEnough(this.parts.sensor().inUseBytes(), insertedBytes, this.parts.now());
    if (isEnough) this.#pace.leftBytes = this.#stepBytes;
    else this.#guarded('insertion');
  }

  /** Within a look nobody looks again: whatever asks for it is answered the report before. */
  #guarded(cause: 'check' | 'timer' | 'insertion'): MemoryReport {
    if (this.#isLooking && this.#report) return this.#report;
    this.#isLooking = true;
    try {
      this.#trims.isGentle = cause !== 'insertion'; // what a job stores would outrun slices, which wait for its end
      this.#report = this.#look(cause === 'check');
    } finally {
      this.#isLooking = false;
    }
    this.parts.onLook(this.#report, this.#failures.splice(0));
    return this.#report;
  }

  #look(isCheck: boolean): MemoryReport {
    const startedAt = this.parts.now();
    const log = new ReliefLog(this.parts.now);
    let expired = isCheck ? this.#expire(log) : 0;
    const wasNormal = this.#held.level === 'normal';
    const found = this.#view();
    const gone = this.#trims.report(log);
    const relief = [...gone, ...(this.#isCollectionFirst(found) ? [] : this.#act(found, log))];
    if (!isCheck && wasNormal && this.#held.level !== 'normal') expired = this.#expire(log);
    const last = this.#confirm(found, relief, log);
    if (this.#held.level === 'normal') this.#rebuilder.rebuild(last.regions);
    this.#rebuilder.report(log);
    this.#setPace(last);
    const isCalm = this.#held.level === 'normal' && this.#rebuilder.awaiting.length === 0;
    this.#isIdle = isCalm && heldBy(last) === 0 && !this.#collections.mayGetPages(last.demands);
    return writeReport(this.#report, {
      view: found,
      level: this.#held.level,
      thresholds: this.settings.thresholds,
      budget: this.#budget.report(last.live, heldBy(last)),
      expired,
      relief,
      steps: log.steps,
      awaitingRebuild: this.#rebuilder.awaiting,
      isCheck,
      tookMs: this.parts.now() - startedAt,
    });
  }

  /** Does what a view demands; answers what pressure took. */
  #act(view: View, log: ReliefLog): RegionRelief[] {
    const { found, sample } = view;
    this.#held = holdLevel(this.#held, found.level, { atMs: sample.atMs, majorCollections: sample.majorCollections });
    if (this.#held.level !== 'critical') this.#droppedAt = undefined;
    const { thresholds } = this.settings;
    const relief = this.#relief.take(view, thresholds, this.parts.reclaimers(), this.#trims, log, this.#failures);
    this.#budget.keep(view, (region) => this.meter(region), this.#trims, log);
    if (found.level === 'eviction' || found.level === 'critical') {
      this.#budget.lower(heldBy(view) - this.#trims.dueBytes(view.regions));
    }
    return relief;
  }

  #view(forced?: CollectionScope): View {
    const view = this.#lookout.view(this.parts.regions(), this.#held.level, this.settings, forced);
    if (view.isKnownAnew) this.parts.deferHeapAbort(this.settings.deferHeapAbort && canGiveBack(view));
    return view;
  }

  #expire(log: ReliefLog): number {
    let expired = 0;
    for (const region of this.parts.regions()) {
      log.take('expire', region.name, () => {
        const before = region.holdings().weight;
        const entries = attempt(() => region.evictExpired(), 0, this.#failures, 'region failed', region.name);
        expired += entries;
        return { entries, bytes: before - region.holdings().weight };
      });
    }
    return expired;
  }

  /**
   * Collects garbage where that decides something: for a memory that V8 does not watch, or to learn whether pressure is still
   * critical with nothing left to drop. Then, and only after a collection, protected entries leave that can come back.
   */
  #confirm(view: View, relief: readonly RegionRelief[], log: ReliefLog): View {
    const isCritical = this.#held.level === 'critical';
    const isConfirmed = this.#droppedAt !== undefined && view.sample.majorCollections > this.#droppedAt;
    if (isCritical) this.#droppedAt ??= view.sample.majorCollections;
    const takenBytes = relief.reduce((sum, { weight }) => sum + weight, 0);
    const after = this.#collect(view, takenBytes, log);
    const isKnown = after !== view || isConfirmed;
    if (isCritical && isKnown && after.found.level === 'critical') this.#rebuilder.empty(after.regions.values(), log);
    return after;
  }

  /** Forces a collection where it is worth it, and acts on what is seen after it; answers that. */
  #collect(view: View, takenBytes: number, log: ReliefLog): View {
    const scope = this.#collectionFor(view, takenBytes);
    if (scope === undefined) return view;
    const latest = this.#view();
    if (latest.sample.majorCollections !== view.sample.majorCollections) {
      this.#act(latest, log); // V8 has collected while relief was given
      return latest;
    }
    const before = log.steps.length;
    const first = this.#viewCollected(latest, scope, log);
    const hasTaken = log.steps.slice(before).some(({ step }) => step !== 'collect');
    return hasTaken && this.#collections.isTooFull(first.demands) ? this.#viewCollected(first, 'garbage', log) : first;
  }

  /**
   * Whether a collection comes before anything is taken from the caches: what V8 would give back is none of theirs. Not where pressure is
   * critical: while it moves what lives, a collection takes some megabytes itself, the fewer the less lives.
   */
  #isCollectionFirst({ demands, found }: View): boolean {
    if (!this.settings.forceCollection || found.level === 'critical') return false;
    return this.#collections.due(demands, 0, this.parts.now()) !== undefined;
  }

  /** What a collection would decide now, if anything. */
  #collectionFor({ sample, demands }: View, takenBytes: number): CollectionScope | undefined {
    if (!this.settings.forceCollection) return undefined;
    const now = this.parts.now();
    const isUrgent = this.#collections.isUrgent(demands, sample.atMs, sample.majorCollections);
    const due = this.#collections.due(demands, takenBytes, now);
    if (due) return due;
    const isWanted = this.#held.level === 'critical' ? this.#collections.mayConfirm(now) : isUrgent;
    return isWanted ? 'garbage' : undefined;
  }

  #viewCollected(before: View, scope: CollectionScope, log: ReliefLog): View {
    let after = before;
    log.take('collect', 'heap', () => {
      const tookMs = this.parts.collect(scope);
      const endedAtMs = this.parts.now();
      after = this.#view(scope);
      this.#collections.note({ scope, endedAtMs, tookMs, liveBytes: after.demands[0].usedBytes });
      return { entries: 0, bytes: freedBytes(before.sample, after.sample) };
    });
    this.#act(after, log);
    return after;
  }

  #setPace(view: View): void {
    const { demands, live } = view;
    const { level } = this.#held;
    const limit = Math.min(...demands.map(({ limitBytes }) => limitBytes));
    const ratio = Math.max(1, live.heap.expected + live.external.expected);
    this.#stepBytes = (limit * LOOK_EVERY) / ratio;
    this.#pace.leftBytes = this.#stepBytes;
    this.#pace.isOpen = level !== 'critical';
    this.#glances.follow(
      view,
      level,
      this.settings.thresholds.warning,
      (region) => this.meter(region),
      this.#stepBytes,
    );
  }
}

function heldBy({ regions }: View): number {
  let bytes = 0;
  for (const region of regions.values()) bytes += region.holdings().weight;
  return bytes;
}

/** What a collection gave: bytes of the heap, or of the container where V8 kept them. */
function freedBytes(before: MemorySample, after: MemorySample): number {
  const ofContainer = (before.containerWorkingSetBytes ?? 0) - (after.containerWorkingSetBytes ?? 0);
  return Math.max(ofContainer, before.heapUsedBytes - after.heapUsedBytes);
}
